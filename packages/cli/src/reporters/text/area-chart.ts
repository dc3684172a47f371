import type { Page } from '../../terminal/page.ts';

/** Values per equal stretch of the run, resampled to columns: each column gets the mean over its own stretch. */
export function resample(values: readonly number[], bucketMs: number, runMs: number, columns: number): number[] {
  const columnMs = runMs / columns;
  return Array.from({ length: columns }, (_, column) => {
    const startMs = column * columnMs;
    const endMs = startMs + columnMs;
    let weighted = 0;
    for (let bucket = Math.floor(startMs / bucketMs); bucket * bucketMs < endMs; bucket++) {
      const fromMs = Math.max(startMs, bucket * bucketMs);
      const toMs = Math.min(endMs, (bucket + 1) * bucketMs);
      weighted += (values[bucket] ?? 0) * Math.max(0, toMs - fromMs);
    }
    return weighted / columnMs;
  });
}

/**
 * Rows of a chart, top first: `used` as a solid area, and above it what was offered and not used.
 *
 *     ░░░░▄▄░░
 *     ▂▂▆▆██░░
 */
export function areaChart(
  used: readonly number[],
  offered: readonly number[],
  most: number,
  rows: number,
  page: Page,
): string[] {
  const { heights, free } = page.symbols;
  return Array.from({ length: rows }, (_, i) => {
    const floor = rows - 1 - i;
    const marks = used.map((value, column) => {
      const usedPart = partOfRow(value, most, rows, floor);
      const level = heightOf(usedPart, heights.length - 1);
      // A little use must not look like none; only the bottom row can show it.
      if (level > 0 || (floor === 0 && value > 0)) return heights[Math.max(1, level)] ?? ' ';
      return partOfRow(offered[column] ?? 0, most, rows, floor) >= 0.5 ? free : ' ';
    });
    return paintRuns(marks, free, page);
  });
}

/** One row of heights, for a count over time. */
export function sparkline(values: readonly number[], most: number, page: Page): string {
  const { heights } = page.symbols;
  return values
    .map((value) => (value > 0 ? heights[Math.max(1, heightOf(value / most, heights.length - 1))] : ' '))
    .join('');
}

/** How much of a row, counted from the bottom, a value fills: 0 to 1. */
function partOfRow(value: number, most: number, rows: number, floor: number): number {
  return most <= 0 ? 0 : Math.min(1, Math.max(0, (value / most) * rows - floor));
}

function heightOf(part: number, levels: number): number {
  return Math.round(Math.min(1, part) * levels);
}

/** Paints stretches of equal kind at once, so that a row does not hold a colour code per cell. */
function paintRuns(marks: readonly string[], free: string, page: Page): string {
  const { colors } = page;
  const kindOf = (mark: string) => (mark === ' ' ? 'empty' : mark === free ? 'free' : 'used');
  let line = '';
  for (let start = 0; start < marks.length;) {
    const kind = kindOf(marks[start] ?? ' ');
    let end = start + 1;
    while (end < marks.length && kindOf(marks[end] ?? ' ') === kind) end++;
    const run = marks.slice(start, end).join('');
    line += kind === 'used' ? colors.green(run) : kind === 'free' ? colors.gray(run) : run;
    start = end;
  }
  return line;
}

import type { SeriesColumns } from '@cinderlog/core';
import type { Painter } from './painter.ts';

/** The values of one series, a pixel column each: the greatest (or the mean) of what falls on it. `timeAt` is a straight line. */
export function columnsOf(
  series: SeriesColumns,
  which: 'max' | 'mean' | 'min',
  index: number,
  timeAt: (x: number) => number,
  widthPx: number,
): Float32Array {
  const values = series[which][index];
  const columns = new Float32Array(widthPx);
  if (values === undefined) return columns;
  // Asked of a scale for every pixel, this would take as long as the drawing.
  const first = (timeAt(0) - series.startMs) / series.bucketMs;
  const perPixel = (timeAt(widthPx) - timeAt(0)) / widthPx / series.bucketMs;
  let from = Math.floor(first);
  for (let x = 0; x < widthPx; x++) {
    const next = Math.floor(first + (x + 1) * perPixel);
    const to = Math.min(Math.max(from + 1, next), values.length);
    // One loop for all, without a call: this runs for every column of every curve in every frame.
    let joined = values[from] ?? 0;
    for (let i = from + 1; i < to; i++) {
      const value = values[i] ?? 0;
      if (which === 'mean') joined += value;
      else if (which === 'max' ? value > joined : value < joined) joined = value;
    }
    columns[x] = which === 'mean' && to - from > 1 ? joined / (to - from) : joined;
    from = next;
  }
  return columns;
}

export function greatest(columns: Float32Array): number {
  let most = 0;
  for (const value of columns) if (value > most) most = value;
  return most;
}

function scaled(columns: Float32Array, factor: number): Float32Array {
  const heights = new Float32Array(columns.length);
  for (let x = 0; x < columns.length; x++) heights[x] = (columns[x] ?? 0) * factor;
  return heights;
}

/** Where a curve is drawn: its base line and how high its greatest value reaches. */
export interface Band {
  readonly baseY: number;
  readonly heightPx: number;
}

/** A filled curve of values from 0 to `most`. */
export function drawArea(painter: Painter, band: Band, columns: Float32Array, most: number, color: string): void {
  if (most > 0) painter.strip(0, band.baseY, scaled(columns, band.heightPx / most), color);
}

export function drawLine(painter: Painter, band: Band, columns: Float32Array, most: number, color: string): void {
  if (most > 0) painter.strip(0, band.baseY, scaled(columns, band.heightPx / most), color, true);
}

/** Where stacked curves are put together: used anew by every lane of every frame, for painters keep none of it. */
let scratch: { readonly sum: Float32Array; readonly heights: Float32Array[] } = {
  sum: new Float32Array(0),
  heights: [],
};

function scratchOf(widthPx: number, layers: number): typeof scratch {
  if (scratch.sum.length !== widthPx || scratch.heights.length < layers) {
    const column = () => new Float32Array(widthPx);
    scratch = { sum: column(), heights: Array.from({ length: layers }, column) };
  }
  return scratch;
}

/**
 * The means of all series on top of each other, the first at the bottom. One pass does what {@link columnsOf} and {@link drawArea} do one by one:
 * a screen of executors has tens of thousands of columns.
 */
export function drawStack(
  painter: Painter,
  band: Band,
  series: SeriesColumns,
  timeAt: (x: number) => number,
  widthPx: number,
  most: number,
  colors: readonly string[],
): void {
  const factor = band.heightPx / most;
  const first = (timeAt(0) - series.startMs) / series.bucketMs;
  const perPixel = (timeAt(widthPx) - timeAt(0)) / widthPx / series.bucketMs;
  const { sum, heights } = scratchOf(widthPx, colors.length);
  sum.fill(0);
  const drawn: number[] = [];
  for (let layer = 0; layer < colors.length; layer++) {
    const values = series.mean[layer];
    const own = heights[layer];
    if (values === undefined || own === undefined) continue;
    let isThere = false;
    let from = Math.floor(first);
    for (let x = 0; x < widthPx; x++) {
      const next = Math.floor(first + (x + 1) * perPixel);
      let value = values[from] ?? 0;
      if (next - from > 1) {
        const to = Math.min(next, values.length);
        for (let i = from + 1; i < to; i++) value += values[i] ?? 0;
        value /= Math.max(1, to - from);
      }
      if (value > 0) isThere = true;
      const total = (sum[x] ?? 0) + value;
      sum[x] = total;
      own[x] = (total < most ? total : most) * factor;
      from = next;
    }
    // What is nowhere above zero would be hidden behind the one below it.
    if (isThere) drawn.push(layer);
  }
  for (const layer of drawn.reverse()) painter.strip(0, band.baseY, heights[layer] ?? sum, colors[layer] ?? '#888');
}

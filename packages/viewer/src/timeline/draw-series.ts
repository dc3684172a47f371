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

/** Curves on top of each other: the first lies at the bottom. */
export function drawStack(
  painter: Painter,
  band: Band,
  layers: readonly Float32Array[],
  most: number,
  colors: readonly string[],
): void {
  if (most <= 0) return;
  const factor = band.heightPx / most;
  const sum = new Float32Array(layers[0]?.length ?? 0);
  const curves: { heights: Float32Array; color: string }[] = [];
  for (const [i, layer] of layers.entries()) {
    // What is nowhere above zero would be hidden behind the one below it.
    if (greatest(layer) === 0) continue;
    const heights = new Float32Array(sum.length);
    for (let x = 0; x < sum.length; x++) {
      const total = (sum[x] ?? 0) + (layer[x] ?? 0);
      sum[x] = total;
      heights[x] = (total < most ? total : most) * factor;
    }
    curves.push({ heights, color: colors[i] ?? '#888' });
  }
  for (const { heights, color } of curves.reverse()) painter.strip(0, band.baseY, heights, color);
}

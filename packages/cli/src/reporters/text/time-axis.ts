import { formatDuration } from '@cinderlog/core';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps that people count in. */
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 30, 90, 365].map((n) => n * day),
];

/** Room for a label such as `1 h 20 m` and a gap behind it. */
const leastSpacing = 11;

/** Labels at round times over a row of `columns` cells; each begins in the cell of its time. */
export function timeAxis(runMs: number, columns: number): string {
  let line = '0';
  for (const ms of roundTimes(runMs, leastSpacing / columns).slice(1)) {
    const label = formatDuration(ms);
    const column = columnOf(ms, runMs, columns);
    if (column + label.length > columns || column <= line.length) continue;
    line = line.padEnd(column) + label;
  }
  return line;
}

/** Round times of a run from 0 on, no closer to each other than this share of the run. */
export function roundTimes(runMs: number, leastShare: number): number[] {
  const stepMs = steps.find((step) => step >= runMs * leastShare) ?? runMs;
  return Array.from({ length: Math.ceil(runMs / stepMs) }, (_, i) => i * stepMs);
}

/** The cell that a moment falls into. */
export function columnOf(ms: number, runMs: number, columns: number): number {
  return Math.min(columns - 1, Math.max(0, Math.floor((ms / runMs) * columns)));
}

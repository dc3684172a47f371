import type { ApplicationModel } from '../model/application-model.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import { sweepRun } from './sweep.ts';

/** A part of the run to make a ledger of. */
export interface LedgerWindow {
  readonly startMs: number;
  readonly endMs: number;
}

/** Milliseconds by label, only those with time, in the order of the ledger; they sum to the window (to what of it lies in the run). */
export type WindowLedger = readonly { readonly label: WallClockLabel; readonly ms: number }[];

/**
 * The wall-clock ledgers of parts of the run (jobs, SQL executions, any interval), read off the same sweep as that of the whole: what
 * had been added up when the window closes, less what had been when it opens. Costs a comparison per stretch of the sweep, and
 * n log n in the number of windows.
 */
export class WindowLedgers {
  readonly #edges: readonly { readonly timeMs: number; readonly window: number; readonly sign: 1 | -1 }[];
  readonly #sums: Float64Array;
  #next = 0;
  #nextMs: number;

  constructor(windows: readonly LedgerWindow[], runMs: number) {
    const clip = (timeMs: number) => Math.min(Math.max(Math.floor(timeMs), 0), runMs);
    this.#edges = windows
      .flatMap(({ startMs, endMs }, window) => [
        { timeMs: clip(startMs), window, sign: -1 as const },
        { timeMs: Math.max(clip(startMs), clip(endMs)), window, sign: 1 as const },
      ])
      .sort((a, b) => a.timeMs - b.timeMs);
    this.#sums = new Float64Array(windows.length * wallClockLabels.length);
    this.#nextMs = this.#edges[0]?.timeMs ?? Number.POSITIVE_INFINITY;
  }

  /**
   * To be told of every stretch in order.
   *
   * @param totals milliseconds by label up to `startMs`
   */
  visit(startMs: number, endMs: number, label: number, totals: Float64Array): void {
    while (this.#nextMs <= endMs) {
      const edge = this.#edges[this.#next];
      if (edge === undefined) return;
      const from = edge.window * wallClockLabels.length;
      for (let at = 0; at < wallClockLabels.length; at++) {
        this.#sums[from + at] = (this.#sums[from + at] ?? 0) + edge.sign * (totals[at] ?? 0);
      }
      this.#sums[from + label] = (this.#sums[from + label] ?? 0) + edge.sign * (edge.timeMs - startMs);
      this.#nextMs = this.#edges[++this.#next]?.timeMs ?? Number.POSITIVE_INFINITY;
    }
  }

  /** One per window, in their order. */
  finish(): WindowLedger[] {
    const count = wallClockLabels.length;
    return Array.from({ length: this.#sums.length / count }, (_, window) =>
      wallClockLabels.flatMap((label, at) => {
        const ms = this.#sums[window * count + at] ?? 0;
        return ms === 0 ? [] : [{ label, ms }];
      }),
    );
  }
}

/**
 * The ledgers of any parts of the run by a sweep of their own, for what is asked later, such as a stretch that somebody selects.
 *
 * @param overloaded when the driver had more queries to plan than it could, as for the ledger of the run
 */
export function computeWindowLedgers(
  model: ApplicationModel,
  overloaded: readonly LedgerWindow[],
  windows: readonly LedgerWindow[],
): WindowLedger[] {
  const ledgers = new WindowLedgers(windows, model.application.durationMs);
  const totals = new Float64Array(wallClockLabels.length);
  sweepRun(model, overloaded, (startMs, endMs, label) => {
    ledgers.visit(startMs, endMs, label, totals);
    totals[label] = (totals[label] ?? 0) + endMs - startMs;
  });
  return ledgers.finish();
}

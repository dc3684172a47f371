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

interface Edge {
  readonly timeMs: number;
  readonly window: number;
  readonly sign: 1 | -1;
}

/**
 * The wall-clock ledgers of parts of the run (jobs, SQL executions, any interval), read off the same sweep as that of the whole: what
 * had been added up when the window closes, less what had been when it opens. Costs n log n in the number of windows.
 */
export class WindowLedgers {
  /** Those times at which the sums want to be read, rising. */
  readonly moments: readonly number[];
  readonly #edges: readonly Edge[];
  readonly #sums: Float64Array;
  #next = 0;

  constructor(windows: readonly LedgerWindow[], runMs: number) {
    const clip = (timeMs: number) => Math.min(Math.max(Math.floor(timeMs), 0), runMs);
    this.#edges = windows
      .flatMap(({ startMs, endMs }, window): Edge[] => [
        { timeMs: clip(startMs), window, sign: -1 },
        { timeMs: Math.max(clip(startMs), clip(endMs)), window, sign: 1 },
      ])
      .sort((a, b) => a.timeMs - b.timeMs);
    this.moments = this.#edges.flatMap(({ timeMs }, index) =>
      timeMs === this.#edges[index - 1]?.timeMs ? [] : [timeMs],
    );
    this.#sums = new Float64Array(windows.length * wallClockLabels.length);
  }

  /** To be told of every moment in order. */
  read(timeMs: number, msByLabel: Float64Array): void {
    for (let edge = this.#edges[this.#next]; edge?.timeMs === timeMs; edge = this.#edges[++this.#next]) {
      const from = edge.window * wallClockLabels.length;
      for (let at = 0; at < wallClockLabels.length; at++) {
        this.#sums[from + at] = (this.#sums[from + at] ?? 0) + edge.sign * (msByLabel[at] ?? 0);
      }
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
  sweepRun(model, overloaded, [], {
    moments: ledgers.moments,
    onMoment: (timeMs, msByLabel) => {
      ledgers.read(timeMs, msByLabel);
    },
  });
  return ledgers.finish();
}

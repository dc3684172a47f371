import type { ApplicationModel } from '../model/application-model.ts';
import type { Activity } from './activity.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import { sweepRun } from './sweep.ts';
import { WindowLedgers } from './window-ledgers.ts';

/** The wall-clock ledger: every millisecond of the run under exactly one label (design, section 4). */
export interface WallClock {
  /** Milliseconds per label; they sum to the run. */
  readonly ms: Readonly<Record<WallClockLabel, number>>;
  /** Slot-milliseconds without a task, by the label of their time. */
  readonly idleSlotMs: Readonly<Record<WallClockLabel, number>>;
  /** Slot-milliseconds with a task. Tasks above the number of slots (Spark reuses a slot before it notes the end) do not count. */
  readonly busySlotMs: number;
  /** Stretches of at least `minGapMs` without a running task, in order. */
  readonly gaps: readonly Gap[];
  readonly activity: Activity;
}

/** A stretch without a running task, and what its parts were. */
export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly segments: readonly GapSegment[];
}

export interface GapSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: WallClockLabel;
}

/**
 * Adds up one sweep over the run.
 *
 * @param minGapMs shorter stretches are in the ledger only
 * @param overloaded when the driver had more queries to plan than it could
 * @param outages when the cluster did not work, by its own log
 * @param windows parts of the run that want ledgers of their own from the same sweep
 */
export function computeWallClock(
  model: ApplicationModel,
  minGapMs: number,
  overloaded: readonly { readonly startMs: number; readonly endMs: number }[] = [],
  outages: readonly { readonly startMs: number; readonly endMs: number }[] = [],
  windows = new WindowLedgers([], 0),
): WallClock {
  const gaps = new GapCollector(minGapMs);
  const { labelMs, idleSlotMs, busySlotMs, activity } = sweepRun(model, overloaded, outages, {
    onGap: (startMs, endMs, label) => {
      gaps.add(startMs, endMs, label);
    },
    moments: windows.moments,
    onMoment: (timeMs, msByLabel) => {
      windows.read(timeMs, msByLabel);
    },
  });
  return {
    ms: perLabel(labelMs),
    idleSlotMs: perLabel(idleSlotMs),
    busySlotMs,
    gaps: gaps.finish(),
    activity,
  };
}

/** Joins the stretches without a running task. */
class GapCollector {
  readonly #gaps: Gap[] = [];
  readonly #minGapMs: number;
  #segments: GapSegment[] = [];

  constructor(minGapMs: number) {
    this.#minGapMs = minGapMs;
  }

  add(startMs: number, endMs: number, labelCode: number): void {
    const label = wallClockLabels[labelCode] ?? 'unknown';
    const last = this.#segments.at(-1);
    if (last !== undefined && last.endMs < startMs) this.#close();
    if (last?.endMs === startMs && last.label === label) {
      this.#segments[this.#segments.length - 1] = { ...last, endMs };
    } else this.#segments.push({ startMs, endMs, label });
  }

  finish(): readonly Gap[] {
    this.#close();
    return this.#gaps;
  }

  #close(): void {
    const first = this.#segments[0];
    const last = this.#segments.at(-1);
    if (first === undefined || last === undefined) return;
    if (last.endMs - first.startMs >= this.#minGapMs) {
      this.#gaps.push({ startMs: first.startMs, endMs: last.endMs, segments: this.#segments });
    }
    this.#segments = [];
  }
}

function perLabel(values: Float64Array): Record<WallClockLabel, number> {
  return Object.fromEntries(wallClockLabels.map((label, code) => [label, values[code] ?? 0])) as Record<
    WallClockLabel,
    number
  >;
}

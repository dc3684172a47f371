import type { ApplicationModel } from '../model/application-model.ts';
import { ActivityBuckets, type Activity } from './activity.ts';
import { waitsForDriver } from './driver-index.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import { sweepRun, type SweepVisitor } from './sweep.ts';
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
  const ms = new Float64Array(wallClockLabels.length);
  const idleSlotMs = new Float64Array(wallClockLabels.length);
  const gaps = new GapCollector(minGapMs);
  const buckets = new ActivityBuckets(model.application.durationMs);
  // Not a variable: one that a closure changes costs an allocation per change.
  const busySlotMs = new Float64Array(1);
  const visit: SweepVisitor = (startMs, endMs, label, running, busySlots, slots, leavingSlots) => {
    const lengthMs = endMs - startMs;
    windows.visit(startMs, endMs, label, ms);
    ms[label] = (ms[label] ?? 0) + lengthMs;
    idleSlotMs[label] = (idleSlotMs[label] ?? 0) + (slots - busySlots) * lengthMs;
    busySlotMs[0] = (busySlotMs[0] ?? 0) + busySlots * lengthMs;
    const waitingSlots = waitsForDriver(label) ? Math.max(0, slots - busySlots - leavingSlots) : 0;
    buckets.add(startMs, endMs, busySlots, slots, waitingSlots);
    if (running === 0) gaps.extend(startMs, endMs, label);
    else gaps.close();
  };
  sweepRun(model, overloaded, visit, outages);
  gaps.close();
  return {
    ms: perLabel(ms),
    idleSlotMs: perLabel(idleSlotMs),
    busySlotMs: busySlotMs[0] ?? 0,
    gaps: gaps.found,
    activity: buckets.finish(),
  };
}

/** Joins the stretches without a running task. */
class GapCollector {
  readonly found: Gap[] = [];
  readonly #minGapMs: number;
  #segments: GapSegment[] = [];

  constructor(minGapMs: number) {
    this.#minGapMs = minGapMs;
  }

  extend(startMs: number, endMs: number, labelCode: number): void {
    const label = wallClockLabels[labelCode] ?? 'unknown';
    const last = this.#segments.at(-1);
    if (last?.label === label) this.#segments[this.#segments.length - 1] = { ...last, endMs };
    else this.#segments.push({ startMs, endMs, label });
  }

  close(): void {
    const first = this.#segments[0];
    const last = this.#segments.at(-1);
    if (first === undefined || last === undefined) return;
    if (last.endMs - first.startMs >= this.#minGapMs) {
      this.found.push({ startMs: first.startMs, endMs: last.endMs, segments: this.#segments });
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

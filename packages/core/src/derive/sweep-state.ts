import type { Arena } from '../kernels/arena.ts';
import type { TaskTimes } from './task-times.ts';
import { activityBucketMs } from './activity.ts';
import { waitsForDriver } from './driver-index.ts';
import { wallClockLabels } from './labels.ts';

/** What a sweep keeps in its arena: the same fields in the same order as in `assembly/kernels/sweep.ts`, which describes them. */
const sweepFields = [
  'nowMs',
  'nextTaskMs',
  'running',
  'rerunning',
  'ended',
  'openTasks',
  'stageWidth',
  'slots',
  'leavingSlots',
  'launch',
  'finish',
  'busySlotMs',
  'bucketMs',
  'bucket',
  'driverLabels',
  'firstRunningLabel',
  'labelMs',
  'idleSlotMs',
  'busyBuckets',
  'slotBuckets',
  'waitingBuckets',
  'stretches',
  'stretchRoom',
  'stretchCount',
] as const;
type SweepField = (typeof sweepFields)[number];

const places = Object.fromEntries(sweepFields.map((name, place) => [name, place])) as Record<SweepField, number>;
const bytesPerStretch = 24;
const driverLabels = wallClockLabels.reduce((bits, _, label) => bits | (waitsForDriver(label) ? 1 << label : 0), 0);

/** The other side of the sweep in the kernels: sets what it starts from, takes it from stretch to stretch, reads what it added up. */
export class SweepState {
  readonly #arena: Arena;
  readonly #address: number;
  readonly #wide: boolean;
  readonly #buckets: number;
  readonly #fields: Float64Array;

  /** @param stretchRoom how many stretches to note before they are read; 0 to note none */
  constructor(arena: Arena, { wide, launches, finishes }: TaskTimes, runMs: number, stretchRoom = 0) {
    this.#arena = arena;
    this.#wide = wide;
    const bucketMs = activityBucketMs(runMs);
    this.#buckets = Math.ceil(runMs / bucketMs);
    this.#address = arena.place(sweepFields.length * 8);
    const perLabel = () => arena.place(wallClockLabels.length * 8);
    const perBucket = () => arena.place(this.#buckets * 8);
    const initial: Partial<Record<SweepField, number>> = {
      launch: launches,
      finish: finishes,
      bucketMs,
      driverLabels,
      firstRunningLabel: wallClockLabels.indexOf('full'),
      labelMs: perLabel(),
      idleSlotMs: perLabel(),
      busyBuckets: perBucket(),
      slotBuckets: perBucket(),
      waitingBuckets: perBucket(),
      stretches: stretchRoom === 0 ? 0 : arena.place(stretchRoom * bytesPerStretch),
      stretchRoom: stretchRoom === 0 ? Number.POSITIVE_INFINITY : stretchRoom,
    };
    this.#fields = arena.float64(this.#address, sweepFields.length);
    for (const [name, value] of Object.entries(initial)) this.#fields[places[name as SweepField]] = value;
  }

  get(field: SweepField): number {
    return this.#fields[places[field]] ?? 0;
  }

  set(field: 'openTasks' | 'stageWidth' | 'slots' | 'leavingSlots', value: number): void {
    this.#fields[places[field]] = value;
  }

  /** Goes on while tasks run, at most to `limitMs`; false when it stopped for want of room, and {@link takeStretches} makes some. */
  runTasks(limitMs: number): boolean {
    this.#arena.kernels.sweepTasks(this.#wide, this.#address, limitMs);
    return this.get('stretchCount') < this.get('stretchRoom');
  }

  /** Goes on to `untilMs` without a task. */
  pass(untilMs: number, label: number): void {
    this.#arena.kernels.addStretch(this.#address, untilMs, label);
  }

  /** The stretches noted so far: end in milliseconds, label, busy slots, and so on. To be read before the sweep goes on. */
  takeStretches(): Float64Array {
    const count = this.get('stretchCount');
    this.#fields[places.stretchCount] = 0;
    return this.#arena.float64(this.get('stretches'), count * (bytesPerStretch / 8));
  }

  /** Milliseconds so far, or slot-milliseconds without a task, by label. */
  byLabel(field: 'labelMs' | 'idleSlotMs'): Float64Array {
    return this.#arena.float64(this.get(field), wallClockLabels.length);
  }

  /** Slot-milliseconds by bucket. */
  byBucket(field: 'busyBuckets' | 'slotBuckets' | 'waitingBuckets'): Float64Array {
    return this.#arena.float64(this.get(field), this.#buckets);
  }
}

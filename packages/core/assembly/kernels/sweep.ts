import { FLAG_BITS, RERUN, SUCCEEDED } from './task-times';

/**
 * Where a sweep over the run stands, and what it has added up: numbers of 64 bits one behind the other, in the order of `sweepFields` in
 * `src/derive/sweep-state.ts`.
 */
@unmanaged
class Sweep {
  nowMs!: f64;
  /** Of the next launch or finish. */
  nextTaskMs!: f64;
  running!: f64;
  rerunning!: f64;
  /** Successes so far, each of which leaves one task less of the open stages. */
  ended!: f64;
  /** Of the open stages, without those that have ended. */
  openTasks!: f64;
  stageWidth!: f64;
  slots!: f64;
  /** Free slots of executors that get no more work. */
  leavingSlots!: f64;
  launch!: f64;
  finish!: f64;
  /** Slot-milliseconds with a task. */
  busySlotMs!: f64;
  bucketMs!: f64;
  bucket!: f64;
  /** One bit per label: free slots wait for the driver. */
  driverLabels!: f64;
  /** Of the labels of time with tasks: full, tail, too few, not launched, running again. */
  firstRunningLabel!: f64;
  /** Addresses: milliseconds by label, slot-milliseconds without a task by label. */
  labelMs!: f64;
  idleSlotMs!: f64;
  /** Addresses: slot-milliseconds by bucket: with a task, of all slots, of free slots that wait for the driver. */
  busyBuckets!: f64;
  slotBuckets!: f64;
  waitingBuckets!: f64;
  /** Address where stretches are noted (end, label, running tasks), room for so many, and how many stand there. */
  stretches!: f64;
  stretchRoom!: f64;
  stretchCount!: f64;
}

const FULL: u32 = 0;
const TAIL: u32 = 1;
const TOO_FEW: u32 = 2;
const NOT_LAUNCHED: u32 = 3;
const RERUNNING: u32 = 4;

/**
 * Goes on until `limitMs`, or to where no task runs, or until there is no more room for stretches. Between, nothing changes but tasks that
 * launch and finish. Behind the last launch and the last finish stands a time that never comes.
 *
 * @param wide times of 64 bits instead of 32
 */
export function sweepTasks(wide: bool, state: usize, limitMs: f64): void {
  if (wide) sweep<u64>(changetype<Sweep>(state), limitMs);
  else sweep<u32>(changetype<Sweep>(state), limitMs);
}

// @ts-ignore: decorator
@inline
function sweep<T>(state: Sweep, limitMs: f64): void {
  const limit = <T>limitMs;
  const slots = <i32>state.slots;
  let now = <T>state.nowMs;
  let launch = <usize>state.launch;
  let finish = <usize>state.finish;
  let running = <i32>state.running;
  let rerunning = <i32>state.rerunning;
  let ended = state.ended;
  let launchMs = load<T>(launch) >> <T>FLAG_BITS;
  let finishMs = load<T>(finish) >> <T>FLAG_BITS;
  while (now < limit && state.stretchCount < state.stretchRoom) {
    while (launchMs <= now) {
      running++;
      rerunning += <i32>((load<T>(launch) & <T>RERUN) != 0);
      launch += sizeof<T>();
      launchMs = load<T>(launch) >> <T>FLAG_BITS;
    }
    while (finishMs <= now) {
      const time = load<T>(finish);
      running--;
      rerunning -= <i32>((time & <T>RERUN) != 0);
      ended += <f64>(<u32>(time & <T>SUCCEEDED));
      finish += sizeof<T>();
      finishMs = load<T>(finish) >> <T>FLAG_BITS;
    }
    if (running <= 0) break;
    const until = min(limit, min(launchMs, finishMs));
    const label = labelOf(state, running, rerunning, slots, state.openTasks - ended);
    addTo(state, <f64>now, <f64>until, label + <u32>state.firstRunningLabel, min(running, slots));
    now = until;
  }
  state.nowMs = <f64>now;
  state.nextTaskMs = <f64>min(launchMs, finishMs);
  state.launch = <f64>launch;
  state.finish = <f64>finish;
  state.running = <f64>running;
  state.rerunning = <f64>rerunning;
  state.ended = ended;
}

// @ts-ignore: decorator
@inline
function labelOf(state: Sweep, running: i32, rerunning: i32, slots: i32, remaining: f64): u32 {
  if (rerunning == running) return RERUNNING;
  if (<f64>running >= state.slots - state.leavingSlots) return FULL;
  if (remaining > <f64>running) return NOT_LAUNCHED;
  return state.stageWidth < <f64>slots ? TOO_FEW : TAIL;
}

/** Goes on to `untilMs` without a task. */
export function addStretch(state: usize, untilMs: f64, label: u32): void {
  const sweep = changetype<Sweep>(state);
  addTo(sweep, sweep.nowMs, untilMs, label, 0);
  sweep.nowMs = untilMs;
}

// @ts-ignore: decorator
@inline
function addTo(state: Sweep, startMs: f64, endMs: f64, label: u32, busy: i32): void {
  const lengthMs = endMs - startMs;
  const slots = state.slots;
  const freeSlots = slots - <f64>busy;
  add(<usize>state.labelMs, label, lengthMs);
  add(<usize>state.idleSlotMs, label, freeSlots * lengthMs);
  state.busySlotMs += <f64>busy * lengthMs;
  const waiting = ((<u32>state.driverLabels >> label) & 1) != 0 ? freeSlots - state.leavingSlots : 0;
  let fromMs = startMs;
  while (true) {
    const bucketEndMs = (state.bucket + 1) * state.bucketMs;
    const bucket = <u32>state.bucket;
    const partMs = min(endMs, bucketEndMs) - fromMs;
    add(<usize>state.busyBuckets, bucket, <f64>busy * partMs);
    add(<usize>state.slotBuckets, bucket, slots * partMs);
    if (waiting > 0) add(<usize>state.waitingBuckets, bucket, waiting * partMs);
    if (endMs <= bucketEndMs) break;
    fromMs = bucketEndMs;
    state.bucket += 1;
  }
  if (state.stretches != 0) {
    const stretch = <usize>state.stretches + <usize>state.stretchCount * 24;
    store<f64>(stretch, endMs);
    store<f64>(stretch, <f64>label, 8);
    store<f64>(stretch, <f64>busy, 16);
    state.stretchCount += 1;
  }
}

// @ts-ignore: decorator
@inline
function add(sums: usize, index: u32, amount: f64): void {
  const sum = sums + ((<usize>index) << 3);
  store<f64>(sum, load<f64>(sum) + amount);
}

import { bytesOfBase64 } from '../util/base64.ts';
import { compileSmallModule, instantiate, type WasmMemory, type WasmModule } from '../util/web-assembly.ts';
import { kernelsModule } from './kernels-module.ts';

/**
 * The functions of `assembly/kernels`, where each is described. Arguments that name data are addresses in the memory of the instance.
 */
export interface Kernels {
  readonly memory: WasmMemory;
  unpack(width: number, offsets: number, base: number, count: number, into: number): void;
  sortNumbers(wide: boolean, numbers: number, spare: number, count: number, ignoredBits: number): number;
  sortPairs(keys: number, values: number, spareKeys: number, spareValues: number, count: number): void;
  timesToKeys(times: number, count: number, keys: number, places: number): 0 | 1;
  encodeTimes(
    wide: boolean,
    columns: number,
    count: number,
    success: number,
    runMs: number,
    stageEndMs: number,
    isRetry: number,
    inTime: number,
    launches: number,
    finishes: number,
  ): void;
  sweepTasks(wide: boolean, state: number, limitMs: number): void;
  addStretch(state: number, untilMs: number, label: number): void;
  countByStage(columns: number, count: number, success: number, counts: number): void;
  dealOut(
    columns: number,
    count: number,
    firstRow: number,
    success: number,
    next: number,
    rows: number,
    durations: number,
  ): 0 | 1;
  sortStages(
    stages: number,
    starts: number,
    rows: number,
    durations: number,
    spareRows: number,
    spareDurations: number,
  ): void;
  placeTasks(
    columns: number,
    count: number,
    success: number,
    reasonCount: number,
    places: number,
    taskMs: number,
    ends: number,
  ): void;
  addByPlace(values: number, places: number, count: number, sums: number): void;
  countSuccesses(
    columns: number,
    count: number,
    success: number,
    stageEndMs: number,
    successes: number,
    late: number,
  ): void;
  addToExecutors(columns: number, count: number, tasks: number, lastFinishMs: number, peakHeap: number): void;
  widenRange(values: number, count: number, range: number): void;
  gather(values: number, firstRow: number, rows: number, count: number, into: number): void;
  leastRow(rows: number, count: number): number;
  greatestRow(rows: number, count: number): number;
  groupByCode(codes: number, count: number, codeCount: number, starts: number, places: number): void;
  replay(durations: number, count: number, free: number, slots: number): number;
  splitTaskTime(
    columns: number,
    count: number,
    success: number,
    runMs: number,
    lost: number,
    sums: number,
    delays: number,
    delayBuckets: number,
    bucketMs: number,
  ): void;
}

let module: WasmModule | undefined;

/** A fresh instance with a memory of its own. */
export function newKernels(): Kernels {
  module ??= compileSmallModule(bytesOfBase64(kernelsModule));
  return instantiate(module) as Kernels;
}

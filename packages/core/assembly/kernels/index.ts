/**
 * Loops over millions of values, for `src/kernels` and those who use it: in WebAssembly, because such a loop runs once per report,
 * and JavaScript is at its slowest when it runs for the first time. No SIMD, so that every engine takes it.
 */
export { splitTaskTime } from './core-time';
export { countByStage, dealOut, sortStages } from './stage-tasks';
export { addByPlace, placeTasks } from './stage-sums';
export { addStretch, sweepTasks } from './sweep';
export { encodeTimes } from './task-times';
export { sortNumbers, sortPairs } from './radix-sort';
export { timesToKeys } from './time-keys';
export { unpack } from './columns';
export { addToExecutors, countSuccesses, widenRange } from './task-counts';
export { gather, greatestRow, groupByCode, leastRow } from './rows';
export { replay } from './replay';

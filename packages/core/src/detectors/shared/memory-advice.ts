import type { Facts } from '../../derive/facts.ts';
import type { Advice } from '../types.ts';
import { formatMemorySetting, parseMemorySetting } from '../../util/memory-settings.ts';

const mebibyte = 2 ** 20;
/** What Spark gives an executor when nothing is set. */
const defaultHeapBytes = 1024 * mebibyte;
/** `spark.executor.memoryOverhead` by default: a tenth of the heap, 384 MiB at least. */
const leastOverheadBytes = 384 * mebibyte;
const overheadFactor = 0.1;

/** The exit code of a JVM that ended itself for an OutOfMemoryError (SparkExitCode.OOM). */
const heapExitCode = 52;

/** Whether the heap of one of these executors was full, and not the container around it. */
export function wasHeapFull(facts: Facts, executorIds: readonly string[]): boolean {
  return executorIds.some(
    (id) =>
      facts.removals.get(id)?.exitCode === heapExitCode || (facts.executorWork.get(id)?.heapOutOfMemoryTasks ?? 0) > 0,
  );
}

/** More memory per task: half as much again is the usual next step, and fewer tasks at once give the same without any. */
export function memoryAdvice(facts: Facts, heapWasFull: boolean): Advice[] {
  const { spark } = facts.model.environment;
  const heapBytes = parseMemorySetting(spark.get('spark.executor.memory')) ?? defaultHeapBytes;
  const overheadBytes =
    parseMemorySetting(spark.get('spark.executor.memoryOverhead'), mebibyte) ??
    Math.max(leastOverheadBytes, overheadFactor * heapBytes);
  const moreHeap: Advice = {
    text: 'Give each task more memory: a larger heap.',
    setting: 'spark.executor.memory',
    value: formatMemorySetting(1.5 * heapBytes),
  };
  const moreOverhead: Advice = {
    text: 'If the container and not the heap was full (Python, off-heap, network buffers), raise the overhead.',
    setting: 'spark.executor.memoryOverhead',
    value: formatMemorySetting(2 * overheadBytes),
  };
  const slots = facts.mostExecutorSlots;
  const fewerTasks: Advice[] =
    slots > 1
      ? [
          {
            text: 'Or run fewer tasks at once per executor.',
            setting: 'spark.executor.cores',
            value: String(Math.ceil(slots / 2)),
          },
        ]
      : [{ text: 'Or make more and smaller partitions.', setting: 'spark.sql.shuffle.partitions' }];
  return heapWasFull ? [moreHeap, ...fewerTasks] : [moreOverhead, moreHeap, ...fewerTasks];
}

import type { ApplicationModel, StageAttempt } from '../model/application-model.ts';
import { parseMemorySetting } from '../util/memory-settings.ts';
import type { Facts, StageView } from './facts.ts';
import { isPunctual } from './streams/stream-facts.ts';

/** Whether a stage had no use for more tasks, or nobody would have had anything of them. */
export function isNarrowByNature(facts: Facts, { attempt, stats }: StageView): boolean {
  return (
    computesPart(attempt) ||
    readsNextToNothing(attempt, stats.shuffleReadBytes, leastPartitionBytes(facts.model)) ||
    isOfPunctualStream(facts, attempt)
  );
}

/**
 * A stage may compute only some of the partitions that its data has: a retry those that are missing, `take`, `show` and `limit` as few as
 * may be enough. More tasks would do work that nobody wants. Only `toLocalIterator` wants all, and takes them one by one.
 */
export function computesPart({ taskCount, partitionCount, attemptId, name }: StageAttempt): boolean {
  if (name?.startsWith('toLocalIterator') === true) return false;
  return attemptId > 0 || taskCount < partitionCount;
}

/**
 * Whether a stage reads next to nothing per task from a shuffle, and either puts together the row that each task before it left (an
 * aggregate without keys), or adaptive execution has joined its small partitions. What reads no shuffle had its partitions from its source.
 */
export function readsNextToNothing(
  { planNodes, taskCount }: StageAttempt,
  shuffleReadBytes: number,
  leastBytes: number,
): boolean {
  if (shuffleReadBytes === 0 || shuffleReadBytes > leastBytes * taskCount) return false;
  const isLastStep =
    planNodes.some((node) => /^\w*Aggregate\(keys?=\[\], functions=\[(?!partial_)/.test(node)) &&
    planNodes.some((node) => node.startsWith('Exchange SinglePartition'));
  const joined = planNodes.some((node) => Number(/^Exchange \w+\(.*, (\d+)\)/.exec(node)?.[1] ?? 0) > taskCount);
  return isLastStep || joined;
}

/** Adaptive execution joins partitions to 1.2 times what it aims at (ShufflePartitionsUtil), by sizes that it knows to a tenth. */
const joinedBeyondAim = 1.2 * 1.1;

/** Up to this much a task, adaptive execution joins partitions: splitting them would undo what it does on purpose. */
export function leastPartitionBytes({ environment: { spark } }: Pick<ApplicationModel, 'environment'>): number {
  const coalesce = 'spark.sql.adaptive.coalescePartitions';
  const aimsAtSize = spark.get(`${coalesce}.parallelismFirst`) === 'false';
  const aimBytes = aimsAtSize
    ? (parseMemorySetting(spark.get('spark.sql.adaptive.advisoryPartitionSizeInBytes')) ?? 64 * 2 ** 20)
    : (parseMemorySetting(spark.get(`${coalesce}.minPartitionSize`)) ?? 2 ** 20);
  return aimBytes * joinedBeyondAim;
}

/** Whether the batches of its stream end in time: done sooner, they would only wait longer for their trigger. */
function isOfPunctualStream(facts: Facts, { jobId, startMs }: StageAttempt): boolean {
  if (jobId === undefined || facts.streams.length === 0) return false;
  const queryId = facts.jobsById.get(jobId)?.streamingQueryId;
  if (queryId === undefined) return false;
  const stream = facts.streams.find(({ run }) => run.id === queryId && run.startMs <= startMs && startMs <= run.endMs);
  return stream !== undefined && isPunctual(stream);
}

import type { ApplicationModel, Executor, StreamingBatch } from '../../model/application-model.ts';
import type { Removal } from '../removal/classify.ts';
import type { StreamFacts } from './stream-facts.ts';

/** A batch that began with fewer executors than the one before had, and got others while it ran. */
export interface HungryBatch {
  readonly batch: StreamingBatch;
  /** Taken away by scaling since the batch before began. */
  readonly gone: readonly Executor[];
  /** Came while it ran. */
  readonly came: readonly Executor[];
  /** How long executors had nothing to do before it: from the end of the batch before. */
  readonly pauseMs: number;
  /** By how much it would have been shorter, at most, with all of them there from its start. */
  readonly waitedMs: number;
}

/** Batches that scaling had taken the executors of: what saves machines between batches is paid by the next one. */
export function findHungryBatches(
  model: ApplicationModel,
  streams: readonly StreamFacts[],
  removals: ReadonlyMap<string, Removal>,
): HungryBatch[] {
  const scaledAway = model.executors.filter(({ id }) => removals.get(id)?.class === 'autoscaling');
  if (scaledAway.length === 0) return [];
  return streams
    .flatMap(({ batches }) => batches.slice(1).map((batch, index) => hungry(model, batches[index], batch, scaledAway)))
    .filter(({ gone, came }) => gone.length > 0 && came.length > 0)
    .sort((a, b) => a.batch.startMs - b.batch.startMs);
}

function hungry(
  { executors }: ApplicationModel,
  before: StreamingBatch | undefined,
  batch: StreamingBatch,
  scaledAway: readonly Executor[],
): HungryBatch {
  const { startMs: sinceMs = 0, endMs: idleSinceMs = batch.startMs } = before ?? {};
  const within = (ms: number | undefined, fromMs: number, toMs: number) =>
    ms !== undefined && ms > fromMs && ms <= toMs;
  const gone = scaledAway.filter(({ removedMs }) => within(removedMs, sinceMs, batch.startMs));
  const came = executors.filter(({ addedMs }) => within(addedMs, batch.startMs, batch.endMs));
  // No more than had been there before: beyond that it grew for its own sake.
  const replacing = came.toSorted((a, b) => a.addedMs - b.addedMs).slice(0, gone.length);
  const missingSlotMs = replacing.reduce((sum, { addedMs, slots }) => sum + (addedMs - batch.startMs) * slots, 0);
  const slotsAtEnd = executors.reduce(
    (sum, { addedMs, removedMs = Infinity, slots }) =>
      addedMs <= batch.endMs && removedMs > batch.startMs ? sum + slots : sum,
    0,
  );
  return {
    batch,
    gone,
    came,
    pauseMs: Math.max(0, batch.startMs - idleSinceMs),
    waitedMs: slotsAtEnd === 0 ? 0 : missingSlotMs / slotsAtEnd,
  };
}

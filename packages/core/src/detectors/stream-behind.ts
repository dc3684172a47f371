import type { Facts } from '../derive/facts.ts';
import type { StreamingBatch, StreamingRun } from '../model/application-model.ts';
import { formatDuration, plural } from '../util/format.ts';
import { atOnceMs } from '../derive/streams/trigger.ts';
import { backlogOf, backlogUnits, measureBacklogs } from '../derive/streams/backlog.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { backlogEvidence, phaseAdvice, phaseEvidence, streamName } from './shared/about-stream.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('stream-behind', {
  leastBatches: { usual: 3, unit: 'count', reason: 'Fewer batches in a row may be a burst that is worked off.' },
  rateTolerance: {
    usual: 1.05,
    unit: 'ratio',
    reason: 'Rates differ by some percent from batch to batch when a query keeps up.',
  },
});

/** Streaming queries that get more than they can process: batch after batch takes longer, or the backlog grows. */
export const streamBehind: Detector = {
  id: 'stream-behind',
  title: 'Streams that fall behind',
  limits,
  detect(facts) {
    const { leastBatches, rateTolerance } = facts.limitsOf(limits);
    return facts.model.streamingRuns.flatMap((run) =>
      stretchesBehind(run.batches, leastBatches, rateTolerance).map((batches) => toFinding(facts, run, batches)),
    );
  },
};

/** Maximal stretches of batches that each fell further behind than the one before. */
function stretchesBehind(
  all: readonly StreamingBatch[],
  leastBatches: number,
  rateTolerance: number,
): StreamingBatch[][] {
  // A report without rows is an idle trigger.
  const batches = all.filter((batch) => batch.inputRows > 0);
  const stretches: StreamingBatch[][] = [];
  let stretch: StreamingBatch[] = [];
  batches.forEach((batch, index) => {
    const before = batches[index - 1];
    const behind =
      before === undefined ? inputIsFaster(batch, rateTolerance) : fellBehind(before, batch, rateTolerance);
    if (behind) stretch.push(batch);
    if (behind && index < batches.length - 1) return;
    if (stretch.length >= leastBatches) stretches.push(stretch);
    stretch = [];
  });
  return stretches;
}

function inputIsFaster(batch: StreamingBatch, rateTolerance: number): boolean {
  return batch.inputRowsPerSecond > rateTolerance * batch.processedRowsPerSecond && batch.processedRowsPerSecond > 0;
}

function fellBehind(before: StreamingBatch, batch: StreamingBatch, rateTolerance: number): boolean {
  const atOnce = batch.startMs - before.endMs <= atOnceMs;
  const backlogGrew = backlogUnits.some((unit) => {
    const beforeIt = backlogOf(before, unit) ?? 0;
    return beforeIt > 0 && (backlogOf(batch, unit) ?? 0) > beforeIt;
  });
  return atOnce && (inputIsFaster(batch, rateTolerance) || backlogGrew);
}

function toFinding(facts: Facts, run: StreamingRun, batches: readonly StreamingBatch[]): Finding {
  const [first] = batches;
  const last = batches.at(-1);
  if (first === undefined || last === undefined) throw new Error('a stretch has batches');
  const firstMs = first.endMs - first.startMs;
  const lastMs = last.endMs - last.startMs;
  // Results of the last batch come this much later than those of the first.
  const wallClockMs = Math.max(0, Math.round(lastMs - firstMs));
  return {
    id: `stream-behind:${run.runId}:${first.batchId}`,
    kind: 'stream-behind',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Streaming query ${streamName(run)} fell behind over ${plural(batches.length, 'batch', 'batches')}: ${formatDuration(firstMs)} for the first, ${formatDuration(lastMs)} for the last`,
    cause: {
      class: 'input-faster-than-processing',
      confidence: batches.length > facts.limitsOf(limits).leastBatches ? 'certain' : 'probable',
      because: 'each batch started at once, without waiting for its trigger, and more came in than was processed',
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: first.startMs, endMs: last.endMs }],
    cost: { wallClockMs, coreMs: Math.round(wallClockMs * facts.meanSlots), basis: 'interval' },
    evidence: [
      { name: 'rows per second coming in', value: round(last.inputRowsPerSecond), unit: 'rows/s' },
      {
        name: 'rows per second processed',
        value: round(last.processedRowsPerSecond),
        unit: 'rows/s',
        ...(last.place && { place: last.place }),
      },
      ...phaseEvidence([last]).map((evidence) => ({ ...evidence, name: `of the last batch ${evidence.name}` })),
      ...backlogEvidence(measureBacklogs(batches)),
    ],
    advice: [phaseAdvice([last]), { text: 'It helped when batches end before their trigger and the next one waits.' }],
  };
}

function round(rate: number): number {
  return Math.round(rate * 10) / 10;
}

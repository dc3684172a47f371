import type { Facts } from '../derive/facts.ts';
import { findBehind, type BehindStretch } from '../derive/streams/behind.ts';
import { measureBacklogs, type Backlog } from '../derive/streams/backlog.ts';
import type { StreamingBatch, StreamingRun } from '../model/application-model.ts';
import { formatDuration, formatMeasure, plural } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { crowdOf } from './shared/crowd-of.ts';
import { backlogEvidence, crowdSymptom, phaseAdvice, phaseEvidence, streamName } from './shared/about-stream.ts';
import type { Advice, Detector, Finding } from './types.ts';
import { leastOf, mostOf } from '../util/extremes.ts';

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
      findBehind(run.batches, { leastBatches, rateTolerance }).map((stretch) => toFinding(facts, run, stretch)),
    );
  },
};

function toFinding(facts: Facts, run: StreamingRun, stretch: BehindStretch): Finding {
  const { batches, caughtUpMs } = stretch;
  const { leastBatches } = facts.limitsOf(limits);
  const isSymptom = crowdOf(facts) !== undefined;
  const laterMs = isSymptom ? 0 : stretch.laterMs;
  const [first] = batches;
  const last = batches.at(-1);
  if (first === undefined || last === undefined) throw new Error('a stretch has batches');
  const backlogs = measureBacklogs(batches);
  return {
    id: `stream-behind:${run.runId}:${first.batchId}`,
    kind: 'stream-behind',
    severity: severityOfShare(laterMs, facts.model.application.durationMs),
    title: `Streaming query ${streamName(run)} fell behind over ${plural(batches.length, 'batch', 'batches')}: ${howFar(first, last, backlogs)}${caughtUpMs === undefined ? '' : `; it had caught up ${formatDuration(caughtUpMs)} into the run`}`,
    cause: {
      class: stretch.why === 'read-limit' ? 'read-limit' : 'input-faster-than-processing',
      confidence: batches.length > leastBatches ? 'certain' : batches.length === leastBatches ? 'probable' : 'possible',
      because:
        stretch.why === 'read-limit'
          ? 'each batch ended before its trigger and yet left more unread than the one before: what a batch may read is limited'
          : 'each batch started at once, without waiting for its trigger, and more came in than was processed',
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: first.startMs, endMs: last.endMs }],
    cost: { wallClockMs: laterMs, coreMs: Math.round(laterMs * facts.meanSlots), basis: 'interval' },
    evidence: [
      { name: 'rows per second coming in', value: round(last.inputRowsPerSecond), unit: 'rows/s' },
      {
        name: 'rows per second processed',
        value: round(last.processedRowsPerSecond),
        unit: 'rows/s',
        ...(last.place && { place: last.place }),
      },
      ...phaseEvidence([last]).map((evidence) => ({ ...evidence, name: `of the last batch ${evidence.name}` })),
      ...backlogEvidence(backlogs),
      ...sourceEvidence(last),
      ...(caughtUpMs === undefined
        ? []
        : [
            { name: 'from the end of this stretch until it had caught up', value: caughtUpMs - last.endMs, unit: 'ms' },
          ]),
    ],
    advice: isSymptom ? [crowdSymptom] : adviceFor(stretch, last),
  };
}

/** The backlog where the source tells it; else the batches, which grow with what gathers between them. */
function howFar(first: StreamingBatch, last: StreamingBatch, backlogs: readonly Backlog[]): string {
  const [backlog] = backlogs;
  return backlog === undefined
    ? `${formatDuration(first.endMs - first.startMs)} for the first, ${formatDuration(last.endMs - last.startMs)} for the last`
    : `${formatMeasure(backlog.first, backlog.unit)} unread after the first, ${formatMeasure(backlog.last, backlog.unit)} after the last`;
}

/** Which of several sources, and which of their partitions, is furthest behind. */
function sourceEvidence({ sources }: StreamingBatch): Finding['evidence'] {
  return sources.flatMap(({ description, backlog, furthestBehind, partitions }) => {
    const behind = Object.entries(backlog).filter(([, amount]) => amount > 0);
    if (behind.length === 0) return [];
    return [
      ...(sources.length > 1 && description !== undefined
        ? [{ name: 'behind is the source', value: description }]
        : []),
      ...(furthestBehind !== undefined && (partitions ?? 0) > 1
        ? [
            {
              name: `furthest behind of ${partitions ?? 0} partitions is ${furthestBehind.partition}`,
              value: furthestBehind.records,
              unit: 'records',
            },
          ]
        : []),
    ];
  });
}

/** Batches of one size while more is waiting: that size is a limit. Shares of a limit are cut per partition, so some rows may be missing. */
const sameSizeTolerance = 0.05;

function readTheSame(batches: readonly StreamingBatch[]): boolean {
  const rowsOf = ({ inputRows }: StreamingBatch) => inputRows;
  const most = mostOf(batches, rowsOf);
  return most - leastOf(batches, rowsOf) <= sameSizeTolerance * most && (batches.at(-1)?.backlog.records ?? 0) > most;
}

function adviceFor({ why, batches }: BehindStretch, last: StreamingBatch): Advice[] {
  if (why === 'read-limit') {
    return [
      {
        text: 'Let a batch read more: raise maxOffsetsPerTrigger (Kafka), maxFilesPerTrigger or maxBytesPerTrigger (files, Delta) of its source, or shorten the trigger.',
      },
      { text: 'It helped when what is left unread shrinks from batch to batch.' },
    ];
  }
  return [
    phaseAdvice([last]),
    ...(readTheSame(batches)
      ? [
          {
            text: 'All of these batches read as many rows: a limit of the source (maxOffsetsPerTrigger) holds. Where a batch costs much whatever it reads, larger ones get more done.',
          },
        ]
      : []),
    {
      text:
        measureBacklogs(batches).length > 0
          ? 'It helped when what is left unread shrinks, batches end before their trigger and the next one waits.'
          : 'It helped when batches end before their trigger and the next one waits.',
    },
  ];
}

function round(rate: number): number {
  return Math.round(rate * 10) / 10;
}

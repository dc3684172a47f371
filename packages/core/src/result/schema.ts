import * as z from 'zod';
import { wallClockLabels } from '../derive/labels.ts';
import { confidences, removalClasses } from '../derive/removal/classes.ts';
import { costBases } from '../detectors/types.ts';
import { trustLevels } from '../model/data-quality.ts';
import { severities } from '../util/severity.ts';

/**
 * The result document: what every report, the viewer and other programs read. Only `application.startMs` and `endMs` are
 * absolute (epoch milliseconds); all other times are milliseconds since `application.startMs`.
 */
export const resultSchemaVersion = 1;

const ms = z.number();
const count = z.number().nonnegative();
const optionalText = z.string().optional();
const confidence = z.enum(confidences);

const logPlace = z
  .strictObject({ file: z.string(), line: count, byteOffset: count })
  .describe('Where it stands in the log; the offset counts unpacked bytes.');

const ruledOut = z.array(z.strictObject({ class: z.string(), because: z.string() }));

const finding = z.strictObject({
  id: z.string().describe('Stable: kind and subject.'),
  kind: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  cause: z.strictObject({ class: z.string(), confidence, because: z.string(), ruledOut }),
  subjects: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('executor'), id: z.string() }),
      z.strictObject({ type: z.literal('host'), id: z.string() }),
      z.strictObject({ type: z.literal('job'), id: z.number() }),
      z.strictObject({ type: z.literal('sql-execution'), id: z.number() }),
      z.strictObject({ type: z.literal('stage-attempt'), stageId: z.number(), attemptId: z.number() }),
    ]),
  ),
  ranges: z.array(z.strictObject({ startMs: ms, endMs: ms })),
  cost: z.strictObject({
    wallClockMs: ms.describe('Overlapping findings share it: the sum over all findings never exceeds the run.'),
    aloneMs: ms.describe('By itself, as if there were no other finding.'),
    coreMs: ms.describe('Slot-milliseconds; the sum over all findings never exceeds what executors offered.'),
    basis: z.enum(costBases),
  }),
  evidence: z.array(
    z.strictObject({
      name: z.string(),
      value: z.union([z.number(), z.string()]),
      unit: optionalText,
      limit: z.number().optional(),
      source: logPlace.optional(),
    }),
  ),
  advice: z.array(z.strictObject({ text: z.string(), setting: optionalText, value: optionalText })),
});

const executor = z.strictObject({
  id: z.string(),
  host: z.string(),
  cores: count,
  coresInferred: z.boolean(),
  slots: count.describe('Tasks that it can run at once.'),
  addedMs: ms,
  addedInferred: z.boolean(),
  removedMs: ms.optional(),
  tasks: count,
  removal: z
    .strictObject({
      class: z.enum(removalClasses),
      confidence,
      reason: z.string().describe('As Spark wrote it.'),
      because: z.string(),
      exitCode: z.number().optional(),
      ruledOut,
    })
    .optional(),
});

const job = z.strictObject({
  id: z.number(),
  name: optionalText,
  description: optionalText,
  jobGroup: optionalText,
  sqlExecutionId: z.number().optional(),
  startMs: ms,
  endMs: ms,
  endInferred: z.boolean(),
  status: z.enum(['succeeded', 'failed', 'unfinished']),
  failureMessage: optionalText,
  stageIds: z.array(z.number()),
});

const quantiles = z.strictObject({ min: ms, p25: ms, median: ms, p75: ms, max: ms });

const stage = z.strictObject({
  stageId: z.number(),
  attemptId: z.number(),
  name: optionalText,
  jobId: z.number().optional(),
  sqlExecutionId: z.number().optional(),
  startMs: ms,
  endMs: ms,
  endInferred: z.boolean(),
  failureReason: optionalText,
  taskCount: count.describe('As announced when it was submitted.'),
  tasks: z.strictObject({ ended: count, succeeded: count, failed: count, killed: count, unfinished: count }),
  taskMs: ms.describe('Task time, summed over all runs.'),
  durationMs: quantiles.optional().describe('Launch to finish of successful tasks.'),
  inputBytes: count,
  outputBytes: count,
  shuffleReadBytes: count,
  shuffleWriteBytes: count,
  memorySpilledBytes: count,
  diskSpilledBytes: count,
  gcMs: ms,
});

const sqlExecution = z.strictObject({
  id: z.number(),
  description: optionalText,
  startMs: ms,
  endMs: ms,
  endInferred: z.boolean(),
  errorMessage: optionalText,
  jobIds: z.array(z.number()),
});

const streamingQuery = z
  .strictObject({
    id: z.string().describe('Survives restarts.'),
    runId: z.string(),
    name: optionalText,
    startMs: ms,
    endMs: ms,
    endInferred: z.boolean(),
    exception: optionalText,
    batches: count,
    idleBatches: count.describe('Triggers that found no row.'),
    inputRows: count,
    batchMs: quantiles.optional().describe('Batches that had rows.'),
    last: z
      .strictObject({
        batchId: z.number(),
        durationMs: ms,
        inputRowsPerSecond: count,
        processedRowsPerSecond: count,
        backlogOffsets: z.number().optional().describe('Offsets that were there and not yet read, over all sources.'),
      })
      .optional()
      .describe('The last batch that had rows.'),
  })
  .describe('One run of a streaming query.');

export const resultSchema = z.strictObject({
  schemaVersion: z.literal(resultSchemaVersion),
  application: z.strictObject({
    id: optionalText,
    attemptId: optionalText,
    name: optionalText,
    user: optionalText,
    sparkVersion: optionalText,
    startMs: ms.describe('Epoch milliseconds.'),
    startInferred: z.boolean(),
    endMs: ms.describe('Epoch milliseconds.'),
    endInferred: z.boolean(),
    durationMs: ms,
    exitCode: z.number().optional(),
    log: z.string().describe('The log as it was named.'),
  }),
  counts: z.strictObject({
    jobs: count,
    stages: count.describe('Distinct stages that ran: submitted, completed, or seen by their tasks.'),
    stageAttempts: count,
    tasks: count.describe('Task ends that are runs, so without "Resubmitted".'),
    failedTasks: count,
    killedTasks: count,
    unfinishedTasks: count.describe('Started, without an end in the log; not among `tasks`.'),
    resubmittedTasks: count,
    executorsAdded: count,
    executorsRemoved: count,
    sqlExecutions: count,
    streamingBatches: count,
  }),
  quality: z.strictObject({
    linesRead: count,
    linesUnreadable: count,
    unreadableExamples: z.array(z.strictObject({ ...logPlace.shape, problem: z.string() })),
    linesOversized: count.describe('Longer than the limit, and read without plans and other bulky fields.'),
    malformedEvents: z.record(z.string(), count).describe('By name: lack what they cannot be understood without.'),
    unknownEvents: z.record(z.string(), count).describe('By name: of a kind that cinderlog does not know.'),
    unusedEvents: z.record(z.string(), count).describe('By name: known, and nothing of them is needed.'),
    examples: z
      .array(
        z.strictObject({
          kind: z.enum(['malformed-event', 'unknown-event', 'oversized-line']),
          name: optionalText.describe('Of the event.'),
          ...logPlace.shape,
        }),
      )
      .describe('Where the first few of each kind and name stand.'),
    repeatedEvents: count,
    cutOff: z.boolean(),
    damagedParts: count.describe('Parts that could not be unpacked to their end.'),
    missingParts: z.array(count).describe('Indices absent from the numbering of a rolling log.'),
    inProgress: z.boolean(),
    compacted: z.boolean(),
    droppedEventsSuspected: z.boolean(),
    missingTaskEnds: count,
    missing: z
      .strictObject({
        events: count.describe(
          'All of the below that lie between the first line of the log and the last: a lower bound.',
        ),
        taskEndsOfFinishedStages: count,
        endsOfStartedTasks: count,
        taskIds: count.describe('Task ids that appear nowhere in the log.'),
        jobStarts: count,
        jobEnds: count,
        stageSubmissions: count,
        stageCompletions: count,
        sqlStarts: count,
        sqlEnds: count,
      })
      .describe('Estimated from what the log does hold.'),
    trust: z.strictObject({ level: z.enum(trustLevels), sentence: z.string() }),
    notes: z.array(z.string()),
  }),
  ledger: z.strictObject({
    wallClock: z.array(z.strictObject({ label: z.enum(wallClockLabels), ms })).describe('Sums to the run.'),
    coreTime: z
      .array(z.strictObject({ label: z.string(), ms }))
      .describe('Slot-milliseconds; sums to what live executors offered.'),
  }),
  activity: z
    .strictObject({ bucketMs: ms, runningTasks: z.array(count), slots: z.array(count) })
    .describe('Mean running tasks and slots per bucket of the run.'),
  findings: z.array(finding),
  detectorFailures: z.array(z.strictObject({ detector: z.string(), message: z.string() })),
  failures: z
    .array(z.strictObject({ reason: z.string(), text: z.string(), tasks: count, stageIds: z.array(z.number()) }))
    .describe('Why tasks failed or were killed, most frequent first.'),
  executors: z.array(executor),
  jobs: z.array(job),
  stages: z.array(stage),
  sqlExecutions: z.array(sqlExecution),
  streamingQueries: z.array(streamingQuery),
  configuration: z.record(z.string(), z.string()).describe('Spark properties, as the driver had them.'),
});

/** One analysed run of one application. */
export type Result = z.output<typeof resultSchema>;
export type ResultFinding = Result['findings'][number];

import * as z from 'zod';
import { clusterSources } from '../cluster/cluster-event.ts';
import { wallClockLabels } from '../derive/labels.ts';
import { backlogUnits } from '../derive/streams/backlog.ts';
import { confidences, removalClasses } from '../derive/removal/classes.ts';
import { costBases } from '../detectors/types.ts';
import { trustLevels } from '../model/data-quality.ts';
import { severities } from '../util/severity.ts';
import { clusterEvent, clusterStory, jobHistory, jobRun } from './schema-cluster.ts';
import { count, logPlace, ms, optionalText } from './schema-parts.ts';
import { streamingQuery } from './schema-streams.ts';
import { resultSchemaVersion } from './schema-version.ts';

const confidence = z.enum(confidences);

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
      decidedBy: z
        .strictObject({
          source: z.enum(clusterSources),
          type: z.string(),
          matchedBy: z.enum(['executor', 'host', 'time']),
          eventLogSaid: z.strictObject({ class: z.enum(removalClasses), confidence }),
          place: logPlace,
        })
        .optional()
        .describe("The event of the cluster's side that decided; absent when the event log alone did."),
    })
    .optional(),
});

const windowLedger = z
  .array(z.strictObject({ label: z.enum(wallClockLabels), ms }))
  .optional()
  .describe('Where its wall-clock time went; sums to it. Left out in runs with very many jobs and queries.');

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
  ledger: windowLedger,
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
  planNodes: z
    .array(z.string())
    .optional()
    .describe(
      'Nodes of the SQL plan that it worked for, as Spark writes them. Left out in runs with very many stages.',
    ),
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
  ledger: windowLedger,
});

/**
 * The result document: what every report, the viewer and other programs read. Only `application.startMs` and `endMs` are
 * absolute (epoch milliseconds); all other times are milliseconds since `application.startMs`.
 */
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
  driver: z
    .strictObject({
      bucketMs: ms,
      waitingShare: z.array(z.number().min(0).max(1)),
      busy: z.array(
        z.strictObject({
          startMs: ms,
          endMs: ms,
          share: z.number().min(0).max(1),
          queries: count,
          jobs: count,
          streams: count,
          broadcasts: count,
          resultBytes: count,
        }),
      ),
    })
    .optional()
    .describe(
      'The share of the offered slot time that waited for the driver, per bucket of the run, and the stretches in which it was high: what was open at once then at most, the broadcasts prepared, and the results sent back.',
    ),
  findings: z.array(finding),
  suppressedFindings: z
    .array(
      z.strictObject({ ...finding.shape, suppression: z.strictObject({ reason: z.string(), expires: z.string() }) }),
    )
    .optional()
    .describe(
      'What the configuration says to be known and accepted; costs are shared with these as well. Absent without any.',
    ),
  detectorFailures: z.array(z.strictObject({ detector: z.string(), message: z.string() })),
  failures: z
    .array(z.strictObject({ reason: z.string(), text: z.string(), tasks: count, stageIds: z.array(z.number()) }))
    .describe('Why tasks failed or were killed, most frequent first.'),
  executors: z.array(executor),
  jobs: z.array(job),
  stages: z.array(stage),
  sqlExecutions: z.array(sqlExecution),
  streamingQueries: z
    .array(streamingQuery)
    .optional()
    .describe('One per run of a streaming query; absent without any.'),
  clusterEvents: z
    .array(clusterEvent)
    .optional()
    .describe("What the cluster's own logs tell, in order of time; absent when none was given."),
  cluster: clusterStory.optional(),
  jobRuns: z.array(jobRun).optional().describe('Runs of the Databricks job that this application worked for.'),
  jobLimits: z
    .array(
      z.strictObject({
        jobKey: z.string(),
        taskKey: optionalText.describe('Of a limit of one task.'),
        metric: z.string().describe('`timeout_seconds`, `max_retries` or the metric of a health rule.'),
        unit: z.enum([...backlogUnits, 'retries']),
        limit: z.number(),
        measured: z.number().optional().describe('Of backlogs the largest mean over ten minutes.'),
        place: z.strictObject({ file: z.string(), line: count, column: count }).optional(),
      }),
    )
    .optional()
    .describe('Limits of the Databricks bundle, against what was measured.'),
  jobHistories: z.array(jobHistory).optional().describe('Over all runs given, of any time.'),
  configuration: z.record(z.string(), z.string()).describe('Spark properties, as the driver had them.'),
});

/** One analysed run of one application. */
export type Result = z.output<typeof resultSchema>;
export type ResultFinding = Result['findings'][number];

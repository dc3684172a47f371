import * as z from 'zod';
import { clusterLevels, clusterSources, clusterTopics } from '../cluster/cluster-event.ts';
import { removalClasses } from '../derive/removal/classes.ts';
import { count, logPlace, ms, optionalText } from './schema-parts.ts';

export const clusterEvent = z.strictObject({
  source: z.enum(clusterSources),
  type: z.string().describe("The source's own word."),
  topic: z.enum(clusterTopics),
  level: z.enum(clusterLevels),
  startMs: ms.describe("On the application's clock; negative before its start."),
  endMs: ms.optional(),
  text: z.string(),
  executorId: optionalText,
  host: optionalText,
  lossClass: z.enum(removalClasses).optional(),
  outage: z.enum(['driver', 'service', 'nodes']).optional(),
  place: logPlace,
});

export const clusterStory = z.strictObject({
  clocks: z
    .array(
      z.strictObject({
        source: z.enum(clusterSources),
        offsetMs: ms.describe("Its clock less the driver's; already taken off all times."),
        basis: z.enum(['executors', 'losses', 'zone', 'assumed']),
        pairs: count,
        spreadMs: ms,
      }),
    )
    .describe('How the clocks of the sources were brought together.'),
  eventsLeftOut: count.describe('Of another cluster or application, or long before or after.'),
  leftOut: z
    .array(
      z.strictObject({
        file: z.string(),
        what: z.enum(['events', 'runs']),
        count,
        of: count.describe('All of the file: when none is left, the file is not about this application.'),
        why: z.enum(['other-cluster', 'other-application', 'other-executors', 'other-time']),
        named: optionalText.describe('The cluster or application that the file names.'),
        expected: optionalText.describe('The one that the event log names.'),
        nearestMs: ms.optional().describe('Of another time: before the start (negative) or behind the end of the run.'),
      }),
    )
    .optional()
    .describe('What was left out, by file and reason.'),
  startUpMs: ms.optional().describe('From asking for the cluster until it ran.'),
  files: z.array(
    z.strictObject({
      name: z.string(),
      sources: z.array(z.enum(clusterSources)),
      records: count.describe('Records of JSON, lines of text.'),
      unreadable: count,
      unreadableExamples: z.array(z.strictObject({ ...logPlace.shape, problem: z.string() })),
      unknownFields: z.record(z.string(), count),
      unknownTypes: z.record(z.string(), count),
      notKept: count.describe('Counted, and not kept one by one.'),
      notes: z.array(z.string()),
    }),
  ),
});

const runPhases = { queueMs: ms, setupMs: ms, executionMs: ms, cleanupMs: ms };
const jobTask = z.strictObject({
  key: z.string(),
  runId: z.string(),
  attempt: count,
  dependsOn: z.array(z.string()),
  startMs: ms.optional(),
  endMs: ms.optional(),
  ...runPhases,
  result: z.string(),
  message: optionalText,
  onCriticalPath: z.boolean(),
});

export const jobRun = z.strictObject({
  runId: z.string(),
  jobId: optionalText,
  name: optionalText,
  trigger: optionalText,
  attempt: count,
  startMs: ms.optional(),
  endMs: ms.optional(),
  durationMs: ms,
  ...runPhases,
  result: z.string(),
  message: optionalText,
  tasks: z.array(jobTask),
  place: logPlace,
});

export const jobHistory = z.strictObject({
  jobId: z.string(),
  name: optionalText,
  runs: count,
  succeeded: count,
  medianDurationMs: ms.optional().describe('Of successful runs.'),
  latestDurationMs: ms,
});

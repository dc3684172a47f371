import * as z from 'zod';
import { backlogUnits } from '../derive/streams/backlog.ts';
import { count, ms, optionalText } from './schema-parts.ts';

export const streamingQuery = z.strictObject({
  id: z.string(),
  runId: z.string(),
  name: optionalText,
  startMs: ms,
  endMs: ms,
  endInferred: z.boolean(),
  exception: optionalText,
  batches: count.describe('That read rows.'),
  inputRows: count,
  triggerMs: ms.optional().describe('Read off the batches that waited for it; absent when it cannot be told.'),
  onTimeRatio: z.number().min(0).max(1).optional().describe('Batches no longer than the trigger.'),
  batchMs: z.strictObject({ median: ms, p95: ms }).optional(),
  freshness: z
    .strictObject({ basis: z.enum(['event-time', 'arrival']), median: ms, p95: ms })
    .optional()
    .describe(
      'Age of the newest record of a batch when it was done: by event times where the query has a watermark, else since it arrived at the source.',
    ),
  phaseMs: z.record(z.string(), ms).describe('Over all batches with rows, by phase.'),
  backlogs: z.array(
    z.strictObject({
      unit: z.enum(backlogUnits),
      first: z.number(),
      last: z.number(),
      most: z.number(),
      perSecond: z.number().describe('Least squares since it last turned; negative when it shrinks.'),
      caughtUpInMs: ms.optional(),
    }),
  ),
  sources: z.array(
    z.strictObject({
      description: z.string(),
      inputRows: count,
      partitions: count.optional(),
      backlog: z.partialRecord(z.enum(backlogUnits), z.number()).describe('At the last batch with rows.'),
      furthestBehind: z.strictObject({ partition: z.string(), records: count }).optional(),
    }),
  ),
  state: z.strictObject({ rows: count, memoryBytes: count, partitions: count, rowsDropped: count }).optional(),
});

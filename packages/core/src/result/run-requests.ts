import * as z from 'zod';
import { taskSortKeys } from '../timeline/task-rows.ts';
import type { RunMethod, RunRequests, RunView } from './run-view.ts';

/** More than any screen asks for; a request beyond them is a mistake or an attack. */
const most = { queries: 5000, widthPx: 200_000, tasks: 10_000 };

const timeMs = z.number();
const index = z.number().int().nonnegative();
const query = z.strictObject({
  lane: z.string(),
  startMs: timeMs,
  endMs: timeMs,
  widthPx: z.number().positive().max(most.widthPx),
  rows: z.tuple([index, index]).readonly().optional(),
});

const schemas: Readonly<Record<RunMethod, z.ZodType>> = {
  index: z.strictObject({}),
  lanes: z.strictObject({ queries: z.array(query).max(most.queries) }),
  task: z.strictObject({ row: index }),
  findTask: z.strictObject({ taskId: index }),
  tasks: z.strictObject({
    stageAttempt: index.optional(),
    executorId: z.string().optional(),
    onlyFailed: z.boolean().optional(),
    sortBy: z.enum(taskSortKeys),
    descending: z.boolean(),
    offset: index,
    limit: index.max(most.tasks),
  }),
  area: z.strictObject({ startMs: timeMs, endMs: timeMs }),
};

/** Answers a question that came over a wire; nothing when it is not one of those that a run answers. */
export function answerRequest(run: RunView, method: string, asks: unknown): { readonly value: unknown } | undefined {
  if (!Object.hasOwn(schemas, method)) return undefined;
  const known = method as RunMethod;
  const parsed = schemas[known].safeParse(asks);
  return parsed.success ? { value: run.answer(known, parsed.data as RunRequests[RunMethod]['asks']) } : undefined;
}

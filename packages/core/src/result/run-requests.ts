import * as z from 'zod';
import { taskSortKeys } from '../timeline/task-rows.ts';
import { compareViews } from './compare-views.ts';
import type { RunView, ViewerMethod, ViewerRequests } from './run-view.ts';

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

const schemas: Readonly<Record<ViewerMethod, z.ZodType>> = {
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
  query: z.strictObject({ index }),
  area: z.strictObject({ startMs: timeMs, endMs: timeMs }),
  plan: z.strictObject({ index }),
  events: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['job', 'stage', 'sql', 'task', 'batch']), index }),
    z.strictObject({ kind: z.literal('executor'), id: z.string() }),
    z.strictObject({ kind: z.literal('line'), file: z.string(), line: z.number().int().positive() }),
  ]),
};

const pair = z.strictObject({ known: index, fresh: index });

/** Compares two of the runs, by their places; nothing when it is not asked so. */
export function answerComparison(runs: readonly RunView[], asks: unknown): { readonly value: unknown } | undefined {
  const places = pair.safeParse(asks).data;
  const known = places && runs[places.known];
  const fresh = places && runs[places.fresh];
  return known === undefined || fresh === undefined ? undefined : { value: compareViews(known, fresh) };
}

/** Answers a question that came over a wire; nothing when it is not one of those that a run answers. */
export async function answerRequest(
  run: RunView,
  method: string,
  asks: unknown,
): Promise<{ readonly value: unknown } | undefined> {
  if (!Object.hasOwn(schemas, method)) return undefined;
  const known = method as ViewerMethod;
  const parsed = schemas[known].safeParse(asks);
  return parsed.success
    ? { value: await run.ask(known, parsed.data as ViewerRequests[ViewerMethod]['asks']) }
    : undefined;
}

import { blockRows } from '../../util/column.ts';
import type { Executor, UnregisteredExecutor } from '../application-model.ts';
import type { ExecutorDraft, ModelDraft } from '../draft.ts';
import type { TaskTable } from '../task-table.ts';
import type { ApplicationClock } from './clock.ts';

/**
 * Since 3.2 Spark notes the end also of executors that it does not know (SPARK-35011): mostly, their container, JVM or image failed before
 * they could register. Only a log that has its beginning can tell them from those whose start is not there.
 */
export function findUnregistered(draft: ModelDraft, clock: ApplicationClock): UnregisteredExecutor[] {
  const { compacted, missingPartIndices } = draft.quality;
  if (draft.start === undefined || compacted || missingPartIndices.length > 0) return [];
  const ran = new Set(draft.tasks.executors.values);
  return [...draft.executors.values()].flatMap(({ id, addedEpochMs, removedEpochMs, removedReason, removedPlace }) => {
    if (addedEpochMs !== undefined || removedEpochMs === undefined || ran.has(id)) return [];
    return [{ id, endedMs: clock.since(removedEpochMs), reason: removedReason ?? '', place: removedPlace }];
  });
}

/**
 * Executors with the slots that they offered. One that only its tasks prove to have existed (a partial or compacted log)
 * lives from its first task, with as many cores as it ran tasks at once.
 */
export function finishExecutors(
  draft: ModelDraft,
  clock: ApplicationClock,
  unregistered: readonly UnregisteredExecutor[],
): Executor[] {
  for (const id of draft.tasks.executors.values) if (id !== '') draft.executor(id);
  const without = new Set(unregistered.map(({ id }) => id));
  const drafts = [...draft.executors.values()].filter(({ id }) => !without.has(id));
  const observed = observeTasks(
    draft.tasks,
    drafts.filter((executor) => executor.cores === undefined || executor.addedEpochMs === undefined),
  );
  return drafts.map((executor) => {
    const seen = observed.get(executor.id);
    const profile = draft.resourceProfiles.get(executor.resourceProfileId ?? 0);
    const taskCpus = profile?.taskCpus ?? positiveNumber(draft.environment.spark.get('spark.task.cpus')) ?? 1;
    // Tasks seen at once already are slots; cores have to be divided by what one task takes.
    const slots = executor.cores === undefined ? (seen?.mostAtOnce ?? 0) : Math.floor(executor.cores / taskCpus);
    const addedMs =
      executor.addedEpochMs === undefined ? (seen?.firstLaunchMs ?? 0) : clock.since(executor.addedEpochMs);
    return {
      id: executor.id,
      host: executor.host || (seen?.host ?? ''),
      cores: executor.cores ?? slots * taskCpus,
      coresInferred: executor.cores === undefined,
      slots: Math.max(slots, 0),
      addedMs,
      addedInferred: executor.inferred,
      requestedMs: executor.requestedEpochMs === undefined ? undefined : clock.since(executor.requestedEpochMs),
      removedMs:
        executor.removedEpochMs === undefined ? undefined : Math.max(addedMs, clock.since(executor.removedEpochMs)),
      removedReason: executor.removedReason,
      removedPlace: executor.removedPlace,
      maxMemoryBytes: executor.maxMemoryBytes,
    };
  });
}

function positiveNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

interface ObservedExecutor {
  readonly host: string;
  readonly firstLaunchMs: number;
  readonly mostAtOnce: number;
}

/** What the tasks tell of executors that were not announced. Reads the table only when there are such. */
function observeTasks(tasks: TaskTable, unknown: readonly ExecutorDraft[]): Map<string, ObservedExecutor> {
  const observed = new Map<string, ObservedExecutor>();
  if (unknown.length === 0) return observed;
  const wanted = new Set(unknown.map((executor) => executor.id));
  const rowsByCode = new Map<number, number[]>();
  const codes = new Float64Array(blockRows);
  for (let block = 0; block < tasks.columns.executor.blockCount; block++) {
    const count = tasks.columns.executor.readBlock(block, codes);
    for (let i = 0; i < count; i++) {
      const code = codes[i] ?? 0;
      if (!wanted.has(tasks.executors.valueOf(code))) continue;
      const rows = rowsByCode.get(code);
      if (rows === undefined) rowsByCode.set(code, [block * blockRows + i]);
      else rows.push(block * blockRows + i);
    }
  }
  for (const [code, rows] of rowsByCode) {
    const launches = Float64Array.from(rows, (row) => tasks.columns.launchMs.at(row)).sort();
    const finishes = Float64Array.from(rows, (row) => tasks.columns.finishMs.at(row)).sort();
    observed.set(tasks.executors.valueOf(code), {
      host: tasks.hosts.valueOf(tasks.columns.host.at(rows[0] ?? 0)),
      firstLaunchMs: launches[0] ?? 0,
      mostAtOnce: mostAtOnce(launches, finishes),
    });
  }
  return observed;
}

/** The greatest number of spans open at once; a span that starts when another ends does not overlap it. */
function mostAtOnce(sortedStarts: Float64Array, sortedEnds: Float64Array): number {
  let most = 0;
  let ended = 0;
  for (let started = 0; started < sortedStarts.length; started++) {
    while ((sortedEnds[ended] ?? Number.POSITIVE_INFINITY) <= (sortedStarts[started] ?? 0)) ended++;
    most = Math.max(most, started + 1 - ended);
  }
  return most;
}

import type { Executor } from '../../model/application-model.ts';
import type { Facts } from '../facts.ts';
import type { RefinedRemoval } from '../cluster/refine-removal.ts';
import { confidences } from './classes.ts';
import { newExecutorWork, type ExecutorWork } from './evidence.ts';

/** One removed executor with all that is known about it. */
export interface Loss {
  readonly executor: Executor;
  readonly removedMs: number;
  readonly removal: RefinedRemoval;
  readonly work: ExecutorWork;
}

/**
 * Losses that are one story: the executors of one host that went together, all those whose heap one stage exhausted in turn, all that
 * one task took down until its job was given up, or all scaling down of a run.
 */
export interface Incident {
  readonly losses: readonly Loss[];
  readonly startMs: number;
  readonly endMs: number;
  /** The most certain verdict among its executors. */
  readonly verdict: RefinedRemoval;
}

/** Executors of one host that go within this time went for one reason: the driver notes them one after the other. */
const sameIncidentMs = 10_000;

/** All removals before the end of the application, in order of time. */
export function findIncidents(facts: Facts): Incident[] {
  const losses = facts.model.executors.flatMap((executor): Loss[] => {
    const removal = facts.removals.get(executor.id);
    if (removal === undefined || executor.removedMs === undefined || removal.class === 'shutdown') return [];
    const work = facts.executorWork.get(executor.id) ?? newExecutorWork();
    return [{ executor, removedMs: executor.removedMs, removal, work }];
  });
  const groups: Loss[][] = [];
  // The latest group by what could continue it: linear, however many executors come and go.
  const open = new Map<string, Loss[]>();
  for (const loss of losses.sort((a, b) => a.removedMs - b.removedMs)) {
    const key = storyOf(facts, loss);
    const group = open.get(key);
    if (group !== undefined && belongsTo(loss, group, key)) group.push(loss);
    else {
      const started = [loss];
      open.set(key, started);
      groups.push(started);
    }
  }
  return groups.map(toIncident);
}

/** What all executors of one story share. */
function storyOf({ model, abortingTasks }: Facts, { executor, removal, work }: Loss): string {
  // What was only asked for is another story than what had been idle.
  if (removal.class === 'autoscaling')
    return `autoscaling, ${removal.confidence === 'possible' ? 'asked for' : 'idle'}`;
  const ofHost = `host ${executor.host}`;
  if (removal.class !== 'out-of-memory') return ofHost;
  const task = abortingTasks.findIndex(({ executorIds }) => executorIds.includes(executor.id));
  if (task >= 0) return `task ${task}`;
  // A later attempt of the stage asks the same of the heap.
  const stage = model.stageAttempts[work.heapOutOfMemoryStage ?? -1];
  return stage === undefined ? ofHost : `heap of stage ${stage.stageId}`;
}

function belongsTo(loss: Loss, group: readonly Loss[], story: string): boolean {
  if (!story.startsWith('host ')) return true;
  const last = group.at(-1);
  if (last === undefined || loss.removedMs - last.removedMs > sameIncidentMs) return false;
  // A lost host takes its executors with it, and the driver may learn the reason of only some.
  const vague = (removal: RefinedRemoval) => removal.class === 'unknown' || removal.class === 'node-lost';
  return loss.removal.class === last.removal.class || vague(loss.removal) || vague(last.removal);
}

function toIncident(losses: readonly Loss[]): Incident {
  const [first] = losses;
  if (first === undefined) throw new Error('an incident has at least one loss');
  const rank = ({ removal }: Loss) =>
    (removal.class === 'unknown' ? confidences.length : 0) + confidences.indexOf(removal.confidence);
  const best = losses.reduce((known, loss) => (rank(loss) < rank(known) ? loss : known), first);
  return {
    losses,
    startMs: first.removedMs,
    endMs: losses.at(-1)?.removedMs ?? first.removedMs,
    verdict: best.removal,
  };
}

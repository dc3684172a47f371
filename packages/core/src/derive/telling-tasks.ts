import { forEachTaskBlock } from '../model/task-blocks.ts';
import { leastOf, mostOf } from '../util/extremes.ts';
import type { Facts, StageView } from './facts.ts';
import type { Durations } from './stage-tasks.ts';

/** Tasks of one stage that say something of their hosts. */
export interface TellingTasks {
  /** Rising. */
  readonly durations: Durations;
  readonly rows: Uint32Array;
  /** Codes. */
  readonly hosts: Float64Array;
}

/**
 * From when on tasks say something of their host, and until when. Set aside are tasks that paid for the cold start of their executor
 * (launched before any other had ended on it), and those on a host that had lost an executor, and with it cached blocks and shuffle
 * files that they now make or fetch again.
 */
export class HostWitness {
  readonly #facts: Facts;
  /** By code of the executor: when the first task ended on it. */
  readonly #warmFromMs: Float64Array;
  /** By code of the host: when it first lost an executor that nobody had meant to take away. */
  readonly #lossMs: Float64Array;
  readonly #allWarmFromMs: number;
  readonly #firstLossMs: number;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#warmFromMs = firstFinishes(facts);
    this.#lossMs = firstLosses(facts);
    this.#allWarmFromMs = mostOf(this.#warmFromMs, (ms) => (Number.isFinite(ms) ? ms : 0));
    this.#firstLossMs = leastOf(this.#lossMs, (ms) => ms);
  }

  /** Only stages that saw a cold executor or a loss are looked at task by task. */
  tellingTasks({ attempt, index }: StageView): TellingTasks {
    const { stageTasks } = this.#facts;
    const all = {
      durations: stageTasks.durationsOf(index),
      rows: stageTasks.rowsOf(index),
      hosts: stageTasks.valuesOf(index, 'host'),
    };
    const tellAll = attempt.startMs >= this.#allWarmFromMs && attempt.endMs <= this.#firstLossMs;
    return tellAll ? all : this.#withoutSetAside(all, index);
  }

  #withoutSetAside({ durations, rows, hosts }: TellingTasks, index: number): TellingTasks {
    const { stageTasks } = this.#facts;
    const executors = stageTasks.valuesOf(index, 'executor');
    const launchMs = stageTasks.valuesOf(index, 'launchMs');
    const counts = new Uint8Array(rows.length);
    for (let task = 0; task < rows.length; task++) {
      const launch = launchMs[task] ?? 0;
      const isWarm = launch >= (this.#warmFromMs[executors[task] ?? 0] ?? 0);
      const isBeforeLoss = launch + (durations[task] ?? 0) <= (this.#lossMs[hosts[task] ?? 0] ?? 0);
      counts[task] = isWarm && isBeforeLoss ? 1 : 0;
    }
    const isCounted = (_: number, task: number) => counts[task] === 1;
    return { durations: durations.filter(isCounted), rows: rows.filter(isCounted), hosts: hosts.filter(isCounted) };
  }
}

function firstFinishes({ model: { tasks } }: Facts): Float64Array {
  const firstMs = new Float64Array(tasks.executors.values.length).fill(Number.POSITIVE_INFINITY);
  forEachTaskBlock(tasks, ['executor', 'finishMs'], ({ executor, finishMs }, count) => {
    for (let i = 0; i < count; i++) {
      const code = executor[i] ?? 0;
      if ((finishMs[i] ?? 0) < (firstMs[code] ?? 0)) firstMs[code] = finishMs[i] ?? 0;
    }
  });
  return firstMs;
}

function firstLosses({ model, removals }: Facts): Float64Array {
  const { hosts } = model.tasks;
  const lossMs = new Float64Array(hosts.values.length).fill(Number.POSITIVE_INFINITY);
  const codeOf = new Map(hosts.values.map((host, code) => [host, code]));
  for (const { id, host, removedMs = 0 } of model.executors) {
    const removal = removals.get(id)?.class;
    if (removal === undefined || removal === 'autoscaling' || removal === 'shutdown') continue;
    const code = codeOf.get(host);
    if (code !== undefined) lossMs[code] = Math.min(lossMs[code] ?? 0, removedMs);
  }
  return lossMs;
}

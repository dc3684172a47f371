import type { ApplicationModel } from '../../model/application-model.ts';
import { groupBy } from '../../util/group-by.ts';
import type { StageTasks } from '../stage-tasks.ts';

interface Run {
  readonly attempt: number;
  readonly launchMs: number;
  readonly durationMs: number;
}

/**
 * The work that a stage needed: of each partition the run that succeeded first, whichever attempt of the stage it belongs to. A
 * run that succeeded once more made lost output again. Stages are read when first asked for.
 */
export class NeededTasks {
  readonly #model: ApplicationModel;
  readonly #stageTasks: StageTasks;
  readonly #attemptsOf: Map<number, number[]>;
  readonly #byStage = new Map<number, Map<number, Run[]>>();

  constructor(model: ApplicationModel, stageTasks: StageTasks) {
    this.#model = model;
    this.#stageTasks = stageTasks;
    this.#attemptsOf = groupBy(model.stageAttempts.keys(), (index) => model.stageAttempts[index]?.stageId ?? -1);
  }

  isEmpty(attemptIndex: number): boolean {
    return this.#runsOf(attemptIndex).length === 0;
  }

  /** Durations in milliseconds of the needed runs in one stage attempt, in launch order. */
  durationsOf(attemptIndex: number): Float64Array {
    return Float64Array.from(this.#runsOf(attemptIndex), (run) => run.durationMs);
  }

  /** When the first of them was launched. */
  firstLaunchMs(attemptIndex: number): number {
    return this.#runsOf(attemptIndex)[0]?.launchMs ?? 0;
  }

  #runsOf(attemptIndex: number): readonly Run[] {
    const stageId = this.#model.stageAttempts[attemptIndex]?.stageId ?? -1;
    let stage = this.#byStage.get(stageId);
    if (stage === undefined) {
      stage = this.#read(this.#attemptsOf.get(stageId) ?? []);
      this.#byStage.set(stageId, stage);
    }
    return stage.get(attemptIndex) ?? [];
  }

  #read(attempts: readonly number[]): Map<number, Run[]> {
    const { launchMs, finishMs, partitionId, index } = this.#model.tasks.columns;
    const first = new Map<number, Run & { readonly finishMs: number }>();
    for (const attempt of attempts) {
      for (const row of this.#stageTasks.rowsOf(attempt)) {
        // Before 3.3 there is no partition, and the index of a task means little across attempts: better than nothing.
        const partition = partitionId.at(row) >= 0 ? partitionId.at(row) : index.at(row);
        const launch = launchMs.at(row);
        const finish = finishMs.at(row);
        const known = first.get(partition);
        if (known !== undefined && known.finishMs <= finish) continue;
        first.set(partition, { attempt, launchMs: launch, finishMs: finish, durationMs: Math.max(0, finish - launch) });
      }
    }
    const runs = [...first.values()].sort((a, b) => a.launchMs - b.launchMs);
    return groupBy(runs, (run) => run.attempt);
  }
}

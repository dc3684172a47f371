import type { ClusterStory } from '../cluster/cluster-story.ts';
import type { ApplicationModel, Job } from '../model/application-model.ts';
import { joinCluster, type ClusterJoin } from './cluster/join.ts';
import { outagesIn, type Outage } from './cluster/outages.ts';
import { refineRemoval, type RefinedRemoval } from './cluster/refine-removal.ts';
import { valuesOf, type LimitSet, type SetLimits } from '../util/limits.ts';
import { computeCoreTime, splitTaskTime } from './core-time.ts';
import { computeDriverIndex, type DriverIndex } from './driver-index.ts';
import { findBusyDriver, type BusyDriver } from './driver-busy.ts';
import { computeDriverLoad, driverLoadLimits, overloadedIntervals, type DriverLoad } from './driver-load.ts';
import { gapLimitMs, gapLimits, noticeableLimits } from './finding-limits.ts';
import { blameAbortingTask, findAbortingTask, type AbortingTask } from './removal/aborting-task.ts';
import { classifyRemoval } from './removal/classify.ts';
import { gatherExecutorWork, type ExecutorWork } from './removal/evidence.ts';
import { NeededTasks } from './removal/needed-tasks.ts';
import { slotsAt } from './slots-at.ts';
import { SlotSteps } from './slot-steps.ts';
import { launchedTasks } from './launched-tasks.ts';
import { StageReplays } from './stage-replays.ts';
import { mostOf } from '../util/extremes.ts';
import { computeStageShares } from './stage-share.ts';
import { computeStageStats, type StageStats } from './stage-stats.ts';
import { StageSums } from './stage-sums.ts';
import { stageTimeParts, type StageTimeParts } from './stage-time-parts.ts';
import { describeStreams, type StreamFacts } from './streams/stream-facts.ts';
import { StageTasks } from './stage-tasks.ts';
import { compareStageAttempts, type StageView } from './stage-view.ts';
import { findStragglers, stragglerLimits, type Stragglers } from './stragglers.ts';
import { computeWallClock, type WallClock } from './wall-clock.ts';
import { WindowLedgers, type WindowLedger } from './window-ledgers.ts';
import type { CoreTimeLabel } from './labels.ts';

export type { StageView };

interface SlotTime {
  readonly ledger: { label: CoreTimeLabel; ms: number }[];
  readonly driverIndex: DriverIndex;
}

interface Sweep {
  readonly wallClock: WallClock;
  readonly jobLedgers: readonly WindowLedger[];
  readonly sqlLedgers: readonly WindowLedger[];
}

/** Everything that is derived from a model once and used by many; each fact is computed when first asked for. */
export class Facts {
  readonly model: ApplicationModel;
  /** Gaps from this length on are findings. */
  readonly gapLimitMs: number;
  /** The cluster's side of the story; absent when none was given. */
  readonly cluster: ClusterJoin | undefined;
  readonly #setLimits: SetLimits;
  readonly #limits = new Map<string, Readonly<Record<string, number>>>();
  #outages: Outage[] | undefined;
  #swept: Sweep | undefined;
  #slotTime: SlotTime | undefined;
  #busyDriver: BusyDriver[] | undefined;
  #stageSums: StageSums | undefined;
  #stageStats: StageStats[] | undefined;
  readonly #stragglers = new Map<number, Stragglers | undefined>();
  #slotSteps: SlotSteps | undefined;
  #stageReplays: StageReplays | undefined;
  #neededReplays: StageReplays | undefined;
  #mostExecutorSlots: number | undefined;
  #neededTasks: NeededTasks | undefined;
  #stageTimeParts: StageTimeParts[] | undefined;
  #executorWork: Map<string, ExecutorWork> | undefined;
  #removals: Map<string, RefinedRemoval> | undefined;
  #abortingTasks: AbortingTask[] | undefined;
  #streams: StreamFacts[] | undefined;
  #stageTasks: StageTasks | undefined;
  #driverLoad: DriverLoad | undefined;
  #stages: StageView[] | undefined;
  #jobsById: Map<number, Job> | undefined;

  constructor(
    model: ApplicationModel,
    options: {
      gapLimitMs?: number | undefined;
      cluster?: ClusterStory | undefined;
      limits?: SetLimits | undefined;
    } = {},
  ) {
    this.model = model;
    this.cluster = options.cluster && joinCluster(model, options.cluster);
    this.#setLimits = options.limits ?? {};
    this.gapLimitMs = options.gapLimitMs ?? gapLimitMs(model.application.durationMs, this.limitsOf(gapLimits));
  }

  /** The limits of a kind of finding: as they were set, or the usual ones. */
  limitsOf<Name extends string>(limits: LimitSet<Name>): Readonly<Record<Name, number>> {
    let values = this.#limits.get(limits.kind);
    if (values === undefined) this.#limits.set(limits.kind, (values = valuesOf(limits, this.#setLimits)));
    return values;
  }

  get wallClock(): WallClock {
    return this.#sweep().wallClock;
  }

  /** When the cluster did not work, by its own log: found in the gaps of a first sweep, so that the ledger can name them. */
  get outages(): readonly Outage[] {
    if (this.#outages === undefined) {
      const { cluster } = this;
      const isNone = cluster?.events.every(({ event }) => event.outage === undefined) ?? true;
      this.#outages =
        cluster === undefined || isNone
          ? []
          : outagesIn(computeWallClock(this.model, shortestOutageMs, this.overloadedIntervals).gaps, cluster);
    }
    return this.#outages;
  }

  /** The wall-clock ledger of each job's time, one per `model.jobs`. */
  get jobLedgers(): readonly WindowLedger[] {
    return this.#sweep().jobLedgers;
  }

  /** The same, one per `model.sqlExecutions`. */
  get sqlLedgers(): readonly WindowLedger[] {
    return this.#sweep().sqlLedgers;
  }

  /** All that one pass over the run tells. */
  #sweep(): Sweep {
    if (this.#swept === undefined) {
      const { jobs, sqlExecutions, application } = this.model;
      const windows = new WindowLedgers([...jobs, ...sqlExecutions], application.durationMs);
      const wallClock = computeWallClock(this.model, this.gapLimitMs, this.overloadedIntervals, this.outages, windows);
      const ledgers = windows.finish();
      this.#swept = {
        wallClock,
        jobLedgers: ledgers.slice(0, jobs.length),
        sqlLedgers: ledgers.slice(jobs.length),
      };
    }
    return this.#swept;
  }

  get coreTime(): { label: CoreTimeLabel; ms: number }[] {
    return this.#splitSlotTime().ledger;
  }

  /** How much of what the executors offered waited for the driver, over the run. */
  get driverIndex(): DriverIndex {
    return this.#splitSlotTime().driverIndex;
  }

  /** When the driver kept the executors waiting, and what it had to do then. */
  get busyDriver(): readonly BusyDriver[] {
    return (this.#busyDriver ??= findBusyDriver(
      this.model,
      this.driverIndex,
      this.noticeableMs,
      this.limitsOf(driverLoadLimits),
    ));
  }

  /** All that one pass over the tasks tells of the slots' time. */
  #splitSlotTime(): SlotTime {
    if (this.#slotTime === undefined) {
      const { durationMs } = this.model.application;
      const parts = splitTaskTime(this.model);
      const ledger = computeCoreTime(parts, this.wallClock);
      const driverIndex = computeDriverIndex(this.wallClock.activity, parts.delaySlotMs, durationMs);
      this.#slotTime = { ledger, driverIndex };
    }
    return this.#slotTime;
  }

  get stageSums(): StageSums {
    return (this.#stageSums ??= new StageSums(this.model));
  }

  get stageStats(): StageStats[] {
    return (this.#stageStats ??= computeStageStats(this.model, this.stageSums, this.stageTasks));
  }

  /** The long tasks of a stage, looked for once. */
  stragglersOf(stage: StageView): Stragglers | undefined {
    if (!this.#stragglers.has(stage.index)) {
      this.#stragglers.set(
        stage.index,
        findStragglers(this.model, this.stageTasks, stage, this.limitsOf(stragglerLimits)),
      );
    }
    return this.#stragglers.get(stage.index);
  }

  get slotSteps(): SlotSteps {
    return (this.#slotSteps ??= new SlotSteps(this.model));
  }

  /** Of the tasks that succeeded. */
  get stageReplays(): StageReplays {
    return (this.#stageReplays ??= new StageReplays((stage) => launchedTasks(this.stageTasks, stage).durationsMs));
  }

  /** Of the tasks that were needed. */
  get neededReplays(): StageReplays {
    return (this.#neededReplays ??= new StageReplays((stage) => this.neededTasks.durationsOf(stage)));
  }

  /** Slots of the largest executor. */
  get mostExecutorSlots(): number {
    return (this.#mostExecutorSlots ??= Math.max(
      1,
      mostOf(this.model.executors, ({ slots }) => slots),
    ));
  }

  get neededTasks(): NeededTasks {
    return (this.#neededTasks ??= new NeededTasks(this.model, this.stageTasks));
  }

  /** One per `model.stageAttempts`. */
  get stageTimeParts(): readonly StageTimeParts[] {
    return (this.#stageTimeParts ??= this.model.stageAttempts.map((_, stage) => stageTimeParts(this.stageSums, stage)));
  }

  /** One per streaming query and run, in order of their start. */
  get streams(): readonly StreamFacts[] {
    return (this.#streams ??= describeStreams(this.model));
  }

  get driverLoad(): DriverLoad {
    return (this.#driverLoad ??= computeDriverLoad(this.model, this.limitsOf(driverLoadLimits)));
  }

  get overloadedIntervals(): DriverLoad['intervals'] {
    return overloadedIntervals(this.driverLoad, this.model.application.durationMs, this.limitsOf(driverLoadLimits));
  }

  get stageTasks(): StageTasks {
    return (this.#stageTasks ??= new StageTasks(this.model));
  }

  /** Stage attempts that ran tasks, by their start: the log may mention them in any order. */
  get stages(): readonly StageView[] {
    if (this.#stages === undefined) {
      const shares = computeStageShares(this.model);
      this.#stages = this.model.stageAttempts.flatMap((attempt, index) => {
        const stats = this.stageStats[index];
        if (stats === undefined || stats.tasks === 0) return [];
        // Executors may come while the stage waits for them, so look at its middle too.
        const slots = Math.max(
          slotsAt(this.model, attempt.startMs),
          slotsAt(this.model, (attempt.startMs + attempt.endMs) / 2),
        );
        return [{ index, attempt, stats, shareMs: shares[index] ?? 0, slots: Math.max(1, slots) }];
      });
      this.#stages.sort(({ attempt: a }, { attempt: b }) => compareStageAttempts(a, b));
    }
    return this.#stages;
  }

  /** What a stage or a group of jobs must have cost to be worth a finding: 1 % of the run, and two seconds. */
  get noticeableMs(): number {
    const { leastCostMs, leastCostShare } = this.limitsOf(noticeableLimits);
    return Math.max(leastCostMs, leastCostShare * this.model.application.durationMs);
  }

  get executorWork(): ReadonlyMap<string, ExecutorWork> {
    return (this.#executorWork ??= gatherExecutorWork(this.model));
  }

  /** Tasks that took down each executor that ran them, until Spark gave their job up. */
  get abortingTasks(): readonly AbortingTask[] {
    return (this.#abortingTasks ??= this.model.jobs.flatMap((job) => {
      const task = job.succeeded === false ? findAbortingTask(this.model, job, this.executorWork) : undefined;
      return task === undefined ? [] : [task];
    }));
  }

  /** Verdicts by executor id, for all executors that the log saw removed. */
  get removals(): ReadonlyMap<string, RefinedRemoval> {
    if (this.#removals === undefined) {
      const removals = new Map<string, RefinedRemoval>();
      const { model, cluster, executorWork } = this;
      for (const executor of model.executors) {
        if (executor.removedMs === undefined) continue;
        const removal = blameAbortingTask(
          classifyRemoval(model, executor, executorWork.get(executor.id)),
          executor.id,
          this.abortingTasks,
        );
        removals.set(executor.id, cluster === undefined ? removal : refineRemoval(model, executor, removal, cluster));
      }
      this.#removals = removals;
    }
    return this.#removals;
  }

  get jobsById(): ReadonlyMap<number, Job> {
    return (this.#jobsById ??= new Map(this.model.jobs.map((job) => [job.id, job])));
  }

  /** Slots that were there on average over the run. */
  get meanSlots(): number {
    const { durationMs } = this.model.application;
    const total = this.coreTime.reduce((sum, entry) => sum + entry.ms, 0);
    return durationMs === 0 ? 0 : total / durationMs;
  }
}

/** Shorter stretches without a task lie between any two stages. */
const shortestOutageMs = 1_000;

import type { Facts } from '../derive/facts.ts';
import type { Executor } from '../model/application-model.ts';
import { formatDuration, plural } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Detector, Evidence, Finding } from './types.ts';

const limits = declareLimits('executor-shortage', {
  usualArrivalMs: {
    usual: 60_000,
    unit: 'ms',
    reason: 'YARN, Kubernetes and Databricks hand out executors within some tens of seconds when machines are there.',
  },
});

/** What a static application asked for and what it got. */
interface Supply {
  readonly requested: number;
  readonly most: number;
  /** From the first executor until all were there; absent when they never were. */
  readonly completeAfterMs: number | undefined;
  /** Time in which the slots that were there worked, by the part of the executors that was missing then. */
  readonly missedMs: number;
  readonly firstMs: number;
  readonly untilMs: number;
}

/** Applications that never got the executors they asked for, or got them late, while there was work for them. */
export const executorShortage: Detector = {
  id: 'executor-shortage',
  title: 'Executors that never came, or late',
  limits,
  detect(facts) {
    const { usualArrivalMs } = facts.limitsOf(limits);
    const supply = measureSupply(facts);
    if (supply === undefined) return [];
    const isLate = supply.completeAfterMs === undefined || supply.completeAfterMs > usualArrivalMs;
    return isLate ? [toFinding(facts, supply)] : [];
  },
};

function measureSupply(facts: Facts): Supply | undefined {
  const { spark } = facts.model.environment;
  if (spark.get('spark.dynamicAllocation.enabled') === 'true') return undefined;
  const requested = Number(spark.get('spark.executor.instances') ?? Number.NaN);
  const workers = facts.model.executors.filter((executor) => executor.id !== 'driver');
  if (!Number.isInteger(requested) || requested < 1 || workers.length === 0) return undefined;
  const changes = workers
    .flatMap((executor) => [
      { timeMs: executor.addedMs, change: 1 },
      ...(executor.removedMs === undefined ? [] : [{ timeMs: executor.removedMs, change: -1 }]),
    ])
    .sort((a, b) => a.timeMs - b.timeMs);
  const firstMs = changes[0]?.timeMs ?? 0;
  let alive = 0;
  let most = 0;
  let completeMs: number | undefined;
  for (const { timeMs, change } of changes) {
    alive += change;
    most = Math.max(most, alive);
    if (alive >= requested) completeMs ??= timeMs;
  }
  const untilMs = completeMs ?? facts.model.application.durationMs;
  return {
    requested,
    most,
    completeAfterMs: completeMs === undefined ? undefined : completeMs - firstMs,
    missedMs: missedMs(facts, requested * slotsPerExecutor(workers), firstMs, untilMs),
    firstMs,
    untilMs,
  };
}

function slotsPerExecutor(workers: readonly Executor[]): number {
  return Math.max(1, ...workers.map((executor) => executor.slots));
}

/** Summed over the buckets of the run: the same work on all the slots that were asked for would have taken this much less. */
function missedMs(facts: Facts, wantedSlots: number, fromMs: number, untilMs: number): number {
  const { bucketMs, runningTasks, slots } = facts.wallClock.activity;
  let total = 0;
  for (let bucket = Math.floor(fromMs / bucketMs); bucket * bucketMs < untilMs; bucket++) {
    const offered = slots[bucket] ?? 0;
    if (offered === 0) continue;
    const lengthMs = Math.min(untilMs, (bucket + 1) * bucketMs) - Math.max(fromMs, bucket * bucketMs);
    const busyShare = (runningTasks[bucket] ?? 0) / offered;
    total += lengthMs * busyShare * Math.max(0, 1 - offered / wantedSlots);
  }
  return total;
}

function toFinding(facts: Facts, supply: Supply): Finding {
  const { requested, most, completeAfterMs, firstMs, untilMs } = supply;
  const wallClockMs = Math.round(supply.missedMs);
  const never = completeAfterMs === undefined;
  return {
    id: 'executor-shortage',
    kind: 'executor-shortage',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: never
      ? `Of ${plural(requested, 'executor')} asked for, never more than ${most} were there`
      : `The last of ${plural(requested, 'executor')} came ${formatDuration(completeAfterMs)} after the first`,
    cause: {
      class: never ? 'never-reached' : 'slow-to-arrive',
      confidence: 'certain',
      because: never
        ? 'the cluster manager did not give what was asked for; the log cannot tell whether the cluster was full, a quota was reached or they could not start'
        : 'the cluster manager gave them one after the other',
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: firstMs, endMs: untilMs }],
    cost: { wallClockMs, coreMs: 0, basis: 'bound' },
    evidence: [
      { name: 'asked for (spark.executor.instances)', value: requested, unit: 'executors' },
      { name: 'most at once', value: most, unit: 'executors' },
      ...(never
        ? []
        : [
            {
              name: 'complete after',
              value: completeAfterMs,
              unit: 'ms',
              limit: facts.limitsOf(limits).usualArrivalMs,
            } satisfies Evidence,
          ]),
    ],
    advice: [
      {
        text: "Look at the cluster's free capacity and quotas, and at whether executors of this size fit on its nodes.",
      },
      {
        text: 'Wait for more of them before the first task, if waiting is cheaper.',
        setting: 'spark.scheduler.minRegisteredResourcesRatio',
        value: '0.8',
      },
      { text: `It helped when ${requested} executors are there within a minute.` },
    ],
  };
}

import type { ApplicationModel, SqlExecution } from '../model/application-model.ts';
import { groupBy } from '../util/group-by.ts';
import { declareLimits, type ValuesOf } from '../util/limits.ts';
import { rankCorrelation } from '../util/rank-correlation.ts';

/** How the driver kept up with the queries that it was given. */
export interface DriverLoad {
  /** Stretches in which at least `crowd` queries at once waited for the driver to plan their first job. */
  readonly intervals: readonly { readonly startMs: number; readonly endMs: number }[];
  readonly crowd: number;
  readonly mostAtOnce: number;
  readonly delays: readonly PlanningDelay[];
  /** Whether a query waits longer for its first job the more others wait too: Spearman's rank correlation. */
  readonly correlation: number;
}

/** From the opening of a query to its first job: the driver's own work. */
export interface PlanningDelay {
  readonly executionId: number;
  readonly delayMs: number;
  /** Queries that waited at once while it did, itself among them; the mean over its wait. */
  readonly waitingQueries: number;
}

interface Planning {
  readonly execution: SqlExecution;
  readonly startMs: number;
  readonly endMs: number;
}

export const driverLoadLimits = declareLimits('driver-overloaded', {
  crowdPerCore: {
    usual: 2,
    unit: 'ratio',
    reason: 'Planning keeps one core of the driver busy; a few queries more than it has cores share it without harm.',
  },
  leastCrowd: { usual: 4, unit: 'count', reason: 'Fewer queries at once are no crowd, whatever the cores.' },
  leastQueries: { usual: 10, unit: 'count', reason: 'Fewer queries prove no relation between load and delay.' },
  leastZ: {
    usual: 2.326,
    unit: 'score',
    reason: 'One-sided: a relation that strong comes by chance once in a hundred runs.',
  },
  leastCrowdedShare: {
    usual: 0.02,
    unit: 'share',
    reason: 'Time in which queries crowd before the driver, as a share of the run: less is passing.',
  },
  busyShare: {
    usual: 0.5,
    unit: 'share',
    reason: 'Of the offered slot time, waiting for the driver: with half of it, more executors would mostly wait too.',
  },
});
type DriverLoadLimits = ValuesOf<typeof driverLoadLimits>;

/**
 * The rank correlation that so many queries reach by chance as seldom as the z score says: by Fisher's transformation, with the variance
 * 1.06 / (n - 3) that Fieller, Hartley and Pearson (1957) give for ranks.
 */
export function leastCorrelation(queries: number, { leastZ }: Pick<DriverLoadLimits, 'leastZ'>): number {
  return queries <= 3 ? 1 : Math.tanh(leastZ * Math.sqrt(1.06 / (queries - 3)));
}

/** The stretches in which the driver was overloaded: none unless the delays prove that they come from the crowd. */
export function overloadedIntervals(
  load: DriverLoad,
  runMs: number,
  limits: DriverLoadLimits,
): DriverLoad['intervals'] {
  const crowdedMs = load.intervals.reduce((sum, interval) => sum + interval.endMs - interval.startMs, 0);
  const { length } = load.delays;
  const proven = length >= limits.leastQueries && load.correlation >= leastCorrelation(length, limits);
  return proven && crowdedMs >= limits.leastCrowdedShare * runMs ? load.intervals : [];
}

/** Cost: n log n in the number of SQL executions. */
export function computeDriverLoad(model: ApplicationModel, { crowdPerCore, leastCrowd }: DriverLoadLimits): DriverLoad {
  const jobs = groupBy(model.jobs, (job) => job.sqlExecutionId);
  const planning = model.sqlExecutions.flatMap((execution) => {
    const first = jobs.get(execution.id)?.[0];
    return first === undefined ? [] : [{ execution, startMs: execution.startMs, endMs: first.startMs }];
  });
  const cores = Number(model.environment.spark.get('spark.driver.cores') ?? 1);
  const crowd = Math.max(leastCrowd, crowdPerCore * (Number.isFinite(cores) ? cores : 1));
  const { intervals, mostAtOnce } = crowdedIntervals(planning, crowd);
  const delays = measureDelays(planning);
  const correlation = rankCorrelation(
    delays.map((delay) => delay.waitingQueries),
    delays.map((delay) => delay.delayMs),
  );
  return { intervals, crowd, mostAtOnce, delays, correlation };
}

function crowdedIntervals(spans: readonly Planning[], crowd: number) {
  const changes = spans
    .filter((span) => span.endMs > span.startMs)
    .flatMap(({ startMs, endMs }) => [
      { timeMs: startMs, change: 1 },
      { timeMs: endMs, change: -1 },
    ])
    .sort((a, b) => a.timeMs - b.timeMs || a.change - b.change);
  const intervals: { startMs: number; endMs: number }[] = [];
  let open = 0;
  let mostAtOnce = 0;
  let startMs = 0;
  for (const { timeMs, change } of changes) {
    if (change > 0 && open + 1 === crowd) startMs = timeMs;
    if (change < 0 && open === crowd) intervals.push({ startMs, endMs: timeMs });
    open += change;
    mostAtOnce = Math.max(mostAtOnce, open);
  }
  return { intervals, mostAtOnce };
}

/** One sweep: the number of waiting queries, integrated over time, read off where each wait begins and ends. */
function measureDelays(planning: readonly Planning[]): PlanningDelay[] {
  const delays = planning.map(({ execution, startMs, endMs }) => ({
    executionId: execution.id,
    delayMs: Math.max(0, endMs - startMs),
    waitingQueries: 1,
  }));
  const changes = planning
    .flatMap(({ startMs, endMs }, index) => [
      { timeMs: startMs, change: 1, index },
      { timeMs: Math.max(startMs, endMs), change: -1, index },
    ])
    .sort((a, b) => a.timeMs - b.timeMs || b.change - a.change);
  const integralAtStart = new Float64Array(planning.length);
  let waiting = 0;
  let integral = 0;
  let nowMs = 0;
  for (const { timeMs, change, index } of changes) {
    integral += waiting * (timeMs - nowMs);
    nowMs = timeMs;
    waiting += change;
    const delay = delays[index];
    if (change > 0) integralAtStart[index] = integral;
    else if (delay !== undefined && delay.delayMs > 0) {
      delay.waitingQueries = (integral - (integralAtStart[index] ?? 0)) / delay.delayMs;
    }
  }
  return delays;
}

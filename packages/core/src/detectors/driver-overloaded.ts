import { measureDriverDelays, workWhileCrowded, type DriverDelay } from '../derive/driver-delays.ts';
import { meanWaitingShare } from '../derive/driver-index.ts';
import { driverLoadLimits, leastCorrelation, type DriverLoad } from '../derive/driver-load.ts';
import type { Facts } from '../derive/facts.ts';
import type { Activity } from '../derive/activity.ts';
import { formatDuration } from '../util/format.ts';
import { quantilesOfSorted } from '../util/quantiles.ts';
import { severityOfShare } from '../util/severity.ts';
import { crowdedTimeOf, wasDriverOverloaded } from './shared/driver-crowd.ts';
import { largerDriver } from './shared/larger-driver.ts';
import type { Detector, Evidence, Finding, TimeRange } from './types.ts';

/** Twenty queries reach 0.7 by chance less than once in a thousand runs. */
const certainCorrelation = 0.7;
const certainQueries = 20;
/** A lock or a slow catalogue holds queries up as well, but no steps that touch neither: those took at least so many times as long. */
const certainSlowdown = 2;

/** A driver that plans more queries at once than it can: each waits the longer for its first job the more of them do. */
export const driverOverloaded: Detector = {
  id: 'driver-overloaded',
  title: 'Overloaded driver',
  limits: driverLoadLimits,
  detect(facts) {
    return wasDriverOverloaded(facts) ? [toFinding(facts, facts.driverLoad)] : [];
  },
};

function toFinding(facts: Facts, load: DriverLoad): Finding {
  const crowdedMs = crowdedTimeOf(facts);
  const delays = measureDriverDelays(facts);
  const wallClockMs = Math.round(idleMs(facts.wallClock.activity, load.intervals));
  const crowdedDelay = medianDelay(load, (waitingQueries) => waitingQueries >= load.crowd);
  const calmDelay = medianDelay(load, (waitingQueries) => waitingQueries < load.crowd);
  return {
    id: 'driver-overloaded',
    kind: 'driver-overloaded',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `The driver was overloaded for ${formatDuration(crowdedMs)}: up to ${load.mostAtOnce} queries at once waited for it`,
    cause: {
      class: 'concurrent-queries',
      confidence: isCertain(load, delays) ? 'certain' : 'probable',
      because: `queries waited the longer for their first job the more of them waited at once (rank correlation ${load.correlation.toFixed(2)})`,
      ruledOut: [{ class: 'planning', because: 'the delay follows the number of queries, not one large plan' }],
    },
    subjects: load.delays.slice(0, 10).map((delay) => ({ type: 'sql-execution', id: delay.executionId })),
    ranges: load.intervals,
    cost: { wallClockMs, coreMs: Math.round(wallClockMs * facts.meanSlots), basis: 'bound' },
    evidence: [
      { name: 'most queries waiting at once', value: load.mostAtOnce, unit: 'queries', limit: load.crowd },
      ...(crowdedDelay === undefined
        ? []
        : [
            {
              name: `median wait for the first job with ${load.crowd} queries waiting or more`,
              value: crowdedDelay,
              unit: 'ms',
            },
          ]),
      ...(calmDelay === undefined
        ? []
        : [{ name: 'median wait for the first job with fewer', value: calmDelay, unit: 'ms' }]),
      ...indexEvidence(facts),
      ...delayEvidence(delays),
      ...workEvidence(facts),
      ...memoryEvidence(facts),
      {
        name: 'rank correlation',
        value: Number(load.correlation.toFixed(2)),
        unit: 'ratio',
        limit: Number(leastCorrelation(load.delays.length, facts.limitsOf(driverLoadLimits)).toFixed(2)),
      },
    ],
    advice: [
      largerDriver(facts, 'Give the driver more cores and memory.', Math.max(2, Math.ceil(load.mostAtOnce / 2))),
      { text: 'Or run fewer queries at once, or spread them over several applications.' },
      {
        text: `It helped when queries wait as long for their first job with ${load.crowd} of them at once as with one.`,
      },
    ],
  };
}

function isCertain({ correlation, delays: { length } }: DriverLoad, delays: readonly DriverDelay[]): boolean {
  const isStrong = correlation >= certainCorrelation && length >= certainQueries;
  return isStrong && delays.some(({ crowdedMs, calmMs }) => crowdedMs >= certainSlowdown * Math.max(1, calmMs));
}

/** What the crowd did to the executors. */
function indexEvidence(facts: Facts): Evidence[] {
  const { driverIndex, overloadedIntervals, model } = facts;
  const runMs = model.application.durationMs;
  const evidence = (name: string, where: 'inside' | 'outside'): Evidence[] => {
    const share = meanWaitingShare(driverIndex, overloadedIntervals, runMs, where);
    return share === undefined ? [] : [{ name, value: Number(share.toFixed(3)), unit: 'ratio' }];
  };
  return [
    ...evidence('share of the slot time that waited for the driver, while crowded', 'inside'),
    ...evidence('share that waited for the driver, otherwise', 'outside'),
  ];
}

/** Other steps of the driver, crowded and calm: they slow down with it. */
function delayEvidence(delays: readonly DriverDelay[]): Evidence[] {
  return delays.flatMap(({ name, crowdedMs, calmMs }) => [
    { name: `median time ${name}, while crowded`, value: crowdedMs, unit: 'ms' },
    { name: `median time ${name}, otherwise`, value: calmMs, unit: 'ms' },
  ]);
}

function workEvidence(facts: Facts): Evidence[] {
  const { queries, jobs, streams } = workWhileCrowded(facts);
  return [
    { name: 'most queries open at once then', value: queries, unit: 'queries' },
    { name: 'most jobs open at once then', value: jobs, unit: 'jobs' },
    ...(streams > 0 ? [{ name: 'streaming queries running then', value: streams, unit: 'queries' }] : []),
  ];
}

/** Only logs with `spark.eventLog.logStageExecutorMetrics` hold it. */
function memoryEvidence({ model }: Facts): Evidence[] {
  const { peakHeapBytes, gcMs } = model.driverMetrics;
  if (peakHeapBytes === 0) return [];
  return [
    { name: 'peak heap of the driver', value: peakHeapBytes, unit: 'bytes' },
    { name: 'garbage collection of the driver', value: gcMs, unit: 'ms' },
  ];
}

function medianDelay(load: DriverLoad, belongs: (waitingQueries: number) => boolean): number | undefined {
  const delays = load.delays.filter((delay) => belongs(delay.waitingQueries)).map((delay) => delay.delayMs);
  return delays.length === 0 ? undefined : quantilesOfSorted(Float64Array.from(delays).sort()).median;
}

/** How long the slots stood idle in these ranges, as if all of them did so together. */
function idleMs(activity: Activity, ranges: readonly TimeRange[]): number {
  let total = 0;
  for (const { startMs, endMs } of ranges) {
    const lastBucket = Math.floor((endMs - 1) / activity.bucketMs);
    for (let bucket = Math.floor(startMs / activity.bucketMs); bucket <= lastBucket; bucket++) {
      const slots = activity.slots[bucket] ?? 0;
      if (slots === 0) continue;
      const fromMs = Math.max(startMs, bucket * activity.bucketMs);
      const toMs = Math.min(endMs, (bucket + 1) * activity.bucketMs);
      total += (toMs - fromMs) * (1 - (activity.runningTasks[bucket] ?? 0) / slots);
    }
  }
  return total;
}

import type { Facts } from '../derive/facts.ts';
import { measureCrowd, type StreamCrowd } from '../derive/streams/crowd.ts';
import { formatDuration, formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { idleSlotRatio } from './shared/idle-slots.ts';
import type { Advice, Detector, Finding } from './types.ts';

const limits = declareLimits('stream-crowd', {
  leastQueries: { usual: 8, unit: 'count', reason: 'A handful of queries is what a driver is made for.' },
  openPerCore: {
    usual: 2,
    unit: 'ratio',
    reason: 'Planning keeps a core of the driver busy; a few batches more than cores share it without harm.',
  },
  leastOpen: {
    usual: 4,
    unit: 'ratio',
    reason: 'Batches open at once on average; fewer are no crowd, whatever the cores.',
  },
  leastIdleShare: {
    usual: 0.5,
    unit: 'share',
    reason: 'Slots that stand idle while batches are late: it is not the cluster that is too small.',
  },
  leastLateShare: { usual: 0.3, unit: 'share', reason: 'Late batches are the harm.' },
  leastCorrelation: {
    usual: 0.5,
    unit: 'score',
    reason: 'Without known triggers the rank correlation of length and crowd has to speak.',
  },
});
const fairScheduler = 'FAIR';

/** More streaming queries than one driver can plan and keep books for, while its executors wait. */
export const streamCrowd: Detector = {
  id: 'stream-crowd',
  title: 'Too many streams for one driver',
  limits,
  detect(facts) {
    const limit = facts.limitsOf(limits);
    const crowd = measureCrowd(facts.model, facts.streams, (startMs, endMs) => idleSlotRatio(facts, startMs, endMs));
    if (crowd === undefined || crowd.queries < limit.leastQueries) return [];
    const isCrowded = crowd.meanOpen >= Math.max(limit.leastOpen, limit.openPerCore * driverCores(facts));
    const isHarmed = (crowd.lateRatio ?? 0) >= limit.leastLateShare || crowd.correlation >= limit.leastCorrelation;
    return isCrowded && isHarmed && crowd.idleRatio >= limit.leastIdleShare ? [toFinding(facts, crowd)] : [];
  },
};

function driverCores({ model }: Facts): number {
  const cores = Number(model.environment.spark.get('spark.driver.cores') ?? 1);
  return Number.isFinite(cores) && cores > 0 ? cores : 1;
}

function toFinding(facts: Facts, crowd: StreamCrowd): Finding {
  const limit = facts.limitsOf(limits);
  const { startMs, endMs, idleRatio } = crowd;
  const wallClockMs = Math.round((endMs - startMs) * idleRatio);
  const lateRatio = crowd.lateRatio ?? 0;
  return {
    id: 'stream-crowd',
    kind: 'stream-crowd',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${crowd.queries} streaming queries share one driver: ${crowd.meanOpen.toFixed(1)} batches were open at once, and took ${formatDuration(crowd.medianMs)} in the median while ${formatShare(idleRatio)} of the slots stood idle`,
    cause: {
      class: 'too-many-queries',
      confidence:
        lateRatio >= limit.leastLateShare && crowd.correlation >= limit.leastCorrelation ? 'certain' : 'probable',
      because:
        lateRatio >= limit.leastLateShare
          ? `${formatShare(lateRatio)} of their batches took longer than their trigger, and the executors had little to do`
          : `batches took the longer the more of them were open (rank correlation ${crowd.correlation.toFixed(2)}), and the executors had little to do`,
      ruledOut: [
        { class: 'too-few-executors', because: `${formatShare(idleRatio)} of the slots stood idle meanwhile` },
      ],
    },
    subjects: [],
    ranges: [{ startMs, endMs }],
    cost: { wallClockMs, coreMs: Math.round(wallClockMs * facts.meanSlots), basis: 'bound' },
    evidence: [
      { name: 'streaming queries', value: crowd.queries, unit: 'queries', limit: limit.leastQueries },
      {
        name: 'batches open at once, on average',
        value: Number(crowd.meanOpen.toFixed(1)),
        unit: 'batches',
        limit: Math.max(limit.leastOpen, limit.openPerCore * driverCores(facts)),
      },
      { name: 'at most', value: crowd.mostOpen, unit: 'batches' },
      { name: 'idle slots while batches were open', value: idleRatio, unit: 'ratio', limit: limit.leastIdleShare },
      ...(crowd.lateRatio === undefined
        ? []
        : [
            {
              name: 'batches longer than their trigger',
              value: crowd.lateRatio,
              unit: 'ratio',
              limit: limit.leastLateShare,
            },
          ]),
      {
        name: 'rank correlation of open batches and length',
        value: Number(crowd.correlation.toFixed(2)),
        unit: 'ratio',
        limit: limit.leastCorrelation,
      },
    ],
    advice: adviceFor(facts),
  };
}

function adviceFor({ model }: Facts): Advice[] {
  const pooled = model.environment.spark.get('spark.scheduler.mode') === fairScheduler;
  return [
    { text: 'Spread the queries over several applications, or join those that read the same source into one query.' },
    {
      text: 'Give the driver more cores and memory, and longer triggers to queries that can wait.',
      setting: 'spark.driver.cores',
    },
    ...(pooled
      ? []
      : [
          {
            text: 'Jobs of all queries queue one behind the other: give each query a pool of its own (spark.scheduler.pool as a local property) with the fair scheduler.',
            setting: 'spark.scheduler.mode',
            value: fairScheduler,
          },
        ]),
  ];
}

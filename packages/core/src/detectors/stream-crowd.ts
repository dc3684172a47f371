import type { Facts } from '../derive/facts.ts';
import type { StreamCrowd } from '../derive/streams/crowd.ts';
import type { StreamingBatch } from '../model/application-model.ts';
import { formatDuration, formatShare } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { phaseAdvice, phaseEvidence } from './shared/about-stream.ts';
import { largerDriver } from './shared/larger-driver.ts';
import { crowdLimits, crowdOf, leastOpenOf } from './shared/crowd-of.ts';
import type { Advice, Detector, Evidence, Finding } from './types.ts';

const fairScheduler = 'FAIR';

/** More streaming queries than one driver can plan and keep books for, while its executors wait. */
export const streamCrowd: Detector = {
  id: 'stream-crowd',
  title: 'Too many streams for one driver',
  limits: crowdLimits,
  detect(facts) {
    const crowd = crowdOf(facts);
    return crowd === undefined ? [] : [toFinding(facts, crowd)];
  },
};

function toFinding(facts: Facts, crowd: StreamCrowd): Finding {
  const { startMs, endMs, idleRatio, driverRatio } = crowd;
  const { leastQueries, leastLateShare, leastCorrelation, leastIdleShare, leastDriverShare } =
    facts.limitsOf(crowdLimits);
  const wallClockMs = Math.round((endMs - startMs) * Math.max(idleRatio, driverRatio));
  const littleToDo =
    driverRatio >= leastDriverShare
      ? `${formatShare(driverRatio)} of their time passed in phases that run no task`
      : 'the executors had little to do';
  const lateRatio = crowd.lateRatio ?? 0;
  return {
    id: 'stream-crowd',
    kind: 'stream-crowd',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${crowd.queries} streaming queries share one driver: ${crowd.meanOpen.toFixed(1)} batches were open at once, and took ${formatDuration(crowd.medianMs)} in the median, ${driverRatio >= leastDriverShare ? `${formatShare(driverRatio)} of it in the driver alone` : `while ${formatShare(idleRatio)} of the slots stood idle`}`,
    cause: {
      class: 'too-many-queries',
      confidence: lateRatio >= leastLateShare && crowd.correlation >= leastCorrelation ? 'certain' : 'probable',
      because:
        lateRatio >= leastLateShare
          ? `${formatShare(lateRatio)} of their batches took longer than their trigger, and ${littleToDo}`
          : `batches took the longer the more of them were open (rank correlation ${crowd.correlation.toFixed(2)}), and ${littleToDo}`,
      ruledOut: [
        {
          class: 'too-few-executors',
          because:
            idleRatio >= leastIdleShare
              ? `${formatShare(idleRatio)} of the slots stood idle meanwhile`
              : `executors have no part in ${formatShare(driverRatio)} of the time that batches took`,
        },
      ],
    },
    subjects: [],
    ranges: [{ startMs, endMs }],
    cost: { wallClockMs, coreMs: Math.round(wallClockMs * facts.meanSlots), basis: 'bound' },
    evidence: [
      { name: 'streaming queries', value: crowd.queries, unit: 'queries', limit: leastQueries },
      {
        name: 'batches open at once, on average',
        value: Number(crowd.meanOpen.toFixed(1)),
        unit: 'batches',
        limit: leastOpenOf(facts),
      },
      { name: 'batches open at once, at most', value: crowd.mostOpen, unit: 'batches' },
      { name: 'idle slots while batches were open', value: idleRatio, unit: 'ratio', limit: leastIdleShare },
      { name: 'time of batches in phases without tasks', value: driverRatio, unit: 'ratio', limit: leastDriverShare },
      ...(crowd.lateRatio === undefined
        ? []
        : [
            { name: 'batches longer than their trigger', value: crowd.lateRatio, unit: 'ratio', limit: leastLateShare },
          ]),
      ...delayEvidence(crowd),
      ...phaseEvidence(batchesOf(facts)),
      {
        name: 'rank correlation of open batches and length',
        value: Number(crowd.correlation.toFixed(2)),
        unit: 'ratio',
        limit: leastCorrelation,
      },
    ],
    advice: adviceFor(facts),
  };
}

/** What the stages of a batch wait for their first task: the scheduler's own part of the crowd. */
function delayEvidence({ schedulingDelayMs: { crowded, calm } }: StreamCrowd): Evidence[] {
  if (crowded === 0) return [];
  return [
    { name: 'scheduling delay of a batch with most others open, median', value: Math.round(crowded), unit: 'ms' },
    { name: 'scheduling delay of a batch with fewest others open, median', value: Math.round(calm), unit: 'ms' },
  ];
}

function batchesOf({ streams }: Facts): StreamingBatch[] {
  return streams.flatMap(({ batches }) => batches);
}

function adviceFor(facts: Facts): Advice[] {
  const { model } = facts;
  const pooled = model.environment.spark.get('spark.scheduler.mode') === fairScheduler;
  const [phase] = phaseEvidence(batchesOf(facts));
  const isCheckpoint = phase?.name === 'in walCommit' || phase?.name === 'in commitOffsets';
  return [
    ...(isCheckpoint ? [phaseAdvice(batchesOf(facts))] : []),
    { text: 'Spread the queries over several applications, or join those that read the same source into one query.' },
    largerDriver(facts, 'Give the driver more cores and memory, and longer triggers to queries that can wait.'),
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

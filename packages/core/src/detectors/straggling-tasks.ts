import type { Facts, StageView } from '../derive/facts.ts';
import { fetchWaitLimits, waitsForShuffle } from '../derive/stage-time-parts.ts';
import type { Stragglers } from '../derive/stragglers.ts';
import { formatDuration, plural } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import type { Advice, Detector, Finding } from './types.ts';

/** What made the long tasks long when it was not their data: the stragglers that evening the data out would not help. */
type OtherCause = Exclude<Stragglers['cause'], 'data' | 'compute' | 'host'>;

const because: Readonly<Record<OtherCause, string>> = {
  gc: 'a third or more of their time went into garbage collection',
  'fetch-wait': 'a third or more of their time they waited for shuffle data',
  'cold-start':
    'a third or more of their time went into loading code and the task itself: first tasks of new executors',
  unknown: 'they had no more data than the others, computed no more, and neither collection nor shuffle explains it',
};

const advice: Readonly<Record<OtherCause, Advice>> = {
  gc: {
    text: 'Look at the heap of the executors that ran them: more heap, or fewer tasks at once.',
    setting: 'spark.executor.memory',
  },
  'fetch-wait': { text: 'Look at the executors that held their shuffle data: a slow disk, a pause, or the network.' },
  'cold-start': {
    text: 'Nothing to mend in the data. Keep executors alive between stages, or ship fewer and smaller jars.',
    setting: 'spark.dynamicAllocation.executorIdleTimeout',
  },
  unknown: { text: 'Let Spark start copies of slow tasks elsewhere.', setting: 'spark.speculation', value: 'true' },
};

/** Stages that waited for few long tasks for another reason than skew. */
export const stragglingTasks: Detector = {
  id: 'straggling-tasks',
  title: 'Straggling tasks',
  detect(facts) {
    return facts.stages.flatMap((stage) => {
      const found = facts.stragglersOf(stage);
      if (found === undefined || found.costMs < facts.noticeableMs || !isOther(found.cause)) return [];
      // Told once, by shuffle-fetch-wait.
      const isTold = waitsForShuffle(facts.stageTimeParts[stage.index], facts.limitsOf(fetchWaitLimits));
      if (found.cause === 'fetch-wait' && isTold) return [];
      return [toFinding(facts, stage, found, found.cause)];
    });
  },
};

function isOther(cause: Stragglers['cause']): cause is OtherCause {
  return cause !== 'data' && cause !== 'compute' && cause !== 'host';
}

function toFinding(facts: Facts, { attempt, slots }: StageView, found: Stragglers, cause: OtherCause): Finding {
  const wallClockMs = Math.round(found.costMs);
  // Warming up is part of every run, and what nothing explains nobody can mend.
  const isNews = cause === 'cold-start' || cause === 'unknown';
  return {
    id: `straggling-tasks:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'straggling-tasks',
    severity: isNews ? 'info' : severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} waited for ${plural(found.count, 'long task')} of ${found.taskCount}: up to ${formatDuration(found.maxMs)} where the median took ${formatDuration(found.medianMs)}`,
    cause: {
      class: cause,
      confidence: cause === 'unknown' ? 'possible' : 'probable',
      because: because[cause],
      ruledOut: [
        {
          class: 'data-skew',
          because: `the longest read ${found.dataRatio.toFixed(1)} times what the median read`,
        },
      ],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: wallClockMs * (slots - 1), basis: 'replay' },
    evidence: [
      { name: 'longest task', value: found.maxMs, unit: 'ms' },
      { name: 'median task', value: found.medianMs, unit: 'ms' },
      { name: 'data of the longest against the median', value: Number(found.dataRatio.toFixed(2)), unit: 'ratio' },
      ...(found.host === undefined ? [] : [{ name: 'host of all of them', value: found.host }]),
      ...stageEvidence(attempt),
    ],
    advice: [advice[cause]],
  };
}

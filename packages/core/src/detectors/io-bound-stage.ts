import type { Facts, StageView } from '../derive/facts.ts';
import type { StageTimeParts } from '../derive/stage-time-parts.ts';
import { formatBytes } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import type { Advice, Detector, Finding } from './types.ts';

const limits = declareLimits('io-bound-stage', {
  bytesPerCoreSecond: {
    usual: 3e6,
    unit: 'bytes',
    reason: 'The Databricks guide calls a stage high in I/O from about 3 MB per second and core on.',
  },
  waitShare: { usual: 0.5, unit: 'share', reason: 'Waiting has to be most of what its tasks do.' },
});

/** From a tenth of its data on, what a stage spills decides its input and output, and has a finding of its own. */
const spillRatioLimit = 0.1;

const directions = ['inputBytes', 'outputBytes', 'shuffleReadBytes', 'shuffleWriteBytes'] as const;
type Direction = (typeof directions)[number];

/** Stages whose tasks moved much data and spent most of their time waiting for it. */
export const ioBoundStage: Detector = {
  id: 'io-bound-stage',
  title: 'Stages bound by input and output',
  limits,
  detect(facts) {
    const { bytesPerCoreSecond, waitShare } = facts.limitsOf(limits);
    return facts.stages.flatMap((stage) => {
      const parts = facts.stageTimeParts[stage.index];
      if (parts === undefined || parts.taskMs === 0) return [];
      const [direction, bytes] = largest(stage);
      const rate = bytes / (parts.taskMs / 1000);
      const waitMs = waitingMs(parts);
      if (stage.stats.diskSpilledBytes >= spillRatioLimit * bytes) return [];
      if (rate < bytesPerCoreSecond || waitMs < waitShare * parts.taskMs) return [];
      const wallClockMs = Math.round(stage.shareMs * (waitMs / parts.taskMs));
      return wallClockMs < facts.noticeableMs ? [] : [toFinding(facts, stage, direction, rate, waitMs, wallClockMs)];
    });
  },
};

function largest({ stats }: StageView): readonly [Direction, number] {
  return directions
    .map((direction) => [direction, stats[direction]] as const)
    .reduce((most, entry) => (entry[1] > most[1] ? entry : most));
}

/** Time in code that was neither computing nor collecting garbage; waiting for shuffle data has a finding of its own. */
function waitingMs({ runMs, cpuMs, gcMs, fetchWaitMs }: StageTimeParts): number {
  return Math.max(0, runMs - cpuMs - gcMs - fetchWaitMs);
}

const words: Readonly<Record<Direction, string>> = {
  inputBytes: 'reading from storage',
  outputBytes: 'writing to storage',
  shuffleReadBytes: 'reading shuffle data',
  shuffleWriteBytes: 'writing shuffle data',
};

const advice: Readonly<Record<Direction, Advice>> = {
  inputBytes: {
    text: 'Read less: only the columns and partitions that are needed, in a columnar format; cache what is read again.',
  },
  outputBytes: { text: 'Write less: only what changed, in a compressed columnar format, in fewer and larger files.' },
  shuffleReadBytes: {
    text: 'Shuffle less: filter and aggregate before the exchange, broadcast the small side of a join.',
  },
  shuffleWriteBytes: {
    text: 'Shuffle less: filter and aggregate before the exchange, and put local directories on fast disks.',
    setting: 'spark.local.dir',
  },
};

function toFinding(
  facts: Facts,
  stage: StageView,
  direction: Direction,
  rate: number,
  waitMs: number,
  wallClockMs: number,
): Finding {
  const { attempt, stats } = stage;
  const ratio = waitMs / (facts.stageTimeParts[stage.index]?.taskMs ?? waitMs);
  return {
    id: `io-bound-stage:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'io-bound-stage',
    // Something bounds every stage: that it is input and output says where to look, and is no fault by itself.
    severity: 'info',
    title: `Stage ${attempt.stageId} was bound by ${words[direction]}: ${formatBytes(rate)} per second and task`,
    cause: {
      class: direction === 'inputBytes' ? 'input' : direction === 'outputBytes' ? 'output' : 'shuffle',
      confidence: 'probable',
      because: 'its tasks neither computed nor collected garbage for most of the time, and moved this much',
      ruledOut: [{ class: 'compute', because: 'the CPU was used for less than half of the time' }],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: Math.round(waitMs), basis: 'bound' },
    evidence: [
      {
        name: 'bytes per second of task time',
        value: Math.round(rate),
        unit: 'bytes',
        limit: facts.limitsOf(limits).bytesPerCoreSecond,
      },
      {
        name: 'share of task time that is no work',
        value: Number(ratio.toFixed(3)),
        unit: 'ratio',
        limit: facts.limitsOf(limits).waitShare,
      },
      { name: words[direction], value: stats[direction], unit: 'bytes' },
      ...stageEvidence(attempt),
    ],
    advice: [
      advice[direction],
      { text: 'It helped when the stage moves fewer bytes, or more of its time is CPU time.' },
    ],
  };
}

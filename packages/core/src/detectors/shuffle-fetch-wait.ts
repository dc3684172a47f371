import type { Facts, StageView } from '../derive/facts.ts';
import { savedWithoutMs } from '../derive/stage-replay.ts';
import { fetchWaitLimits, waitsForShuffle } from '../derive/stage-time-parts.ts';
import { formatBytes, formatShare } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import type { Advice, Detector, Finding } from './types.ts';

/** Blocks below this size cost a request more than its bytes: 1 MiB is a few milliseconds on any network. */
const smallBlockBytes = 2 ** 20;

/** Stages whose tasks waited for shuffle data of other executors. */
export const shuffleFetchWait: Detector = {
  id: 'shuffle-fetch-wait',
  title: 'Waiting for shuffle data',
  limits: fetchWaitLimits,
  detect(facts) {
    const limits = facts.limitsOf(fetchWaitLimits);
    return facts.stages.flatMap((stage) => {
      const parts = facts.stageTimeParts[stage.index];
      if (parts === undefined || !waitsForShuffle(parts, limits)) return [];
      // What all its tasks waited, on all slots, is the most that a replay can find.
      if (parts.fetchWaitMs < facts.noticeableMs) return [];
      const stragglers = facts.stragglersOf(stage);
      // A host that stands still holds up its own tasks as well as those that wait for its blocks: neither alone is the cost.
      const stalled = stragglers?.stalledHost === undefined ? undefined : stragglers;
      const wallClockMs = Math.round(stalled?.costMs ?? savedWithoutMs(facts, stage, 'shuffleFetchWaitMs'));
      return wallClockMs < facts.noticeableMs ? [] : [toFinding(facts, stage, wallClockMs, stalled?.stalledHost)];
    });
  },
};

function toFinding(facts: Facts, stage: StageView, wallClockMs: number, stalledHost: string | undefined): Finding {
  const { attempt } = stage;
  const { fetchWaitMs, taskMs, remoteBytesRead } = facts.stageTimeParts[stage.index] ?? emptyParts;
  const ratio = fetchWaitMs / taskMs;
  const blocks = remoteBlocksOf(facts, stage);
  const blockBytes = blocks > 0 ? remoteBytesRead / blocks : 0;
  const areSmall = blocks > 0 && blockBytes < smallBlockBytes;
  return {
    id: `shuffle-fetch-wait:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'shuffle-fetch-wait',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} waited ${formatShare(ratio)} of its task time for shuffle data`,
    cause: causeOf(stalledHost, areSmall, blocks, blockBytes),
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: Math.round(fetchWaitMs), basis: 'replay' },
    evidence: [
      {
        name: 'share of task time',
        value: Number(ratio.toFixed(3)),
        unit: 'ratio',
        limit: facts.limitsOf(fetchWaitLimits).fetchWaitShare,
      },
      { name: 'waited in all', value: Math.round(fetchWaitMs), unit: 'ms' },
      { name: 'read from other executors', value: remoteBytesRead, unit: 'bytes' },
      { name: 'blocks', value: blocks, unit: 'blocks' },
      ...(stalledHost === undefined ? [] : [{ name: 'host that stood still', value: stalledHost }]),
      ...stageEvidence(attempt),
    ],
    advice: stalledHost === undefined ? adviceFor(stage, areSmall) : adviceForStalled(stalledHost),
  };
}

function causeOf(
  stalledHost: string | undefined,
  areSmall: boolean,
  blocks: number,
  blockBytes: number,
): Finding['cause'] {
  if (stalledHost !== undefined) {
    return {
      class: 'stalled-executor',
      confidence: 'probable',
      because: `its data was on ${stalledHost}, whose own tasks stood still at the same time: no computing, no collection, no more data than others`,
      ruledOut: [{ class: 'slow-transfer', because: 'the tasks that hung on that host read nothing slowly' }],
    };
  }
  return {
    class: areSmall ? 'small-blocks' : 'slow-transfer',
    confidence: areSmall ? 'probable' : 'possible',
    because: areSmall
      ? `its data came in blocks of ${formatBytes(blockBytes)}: each costs a request and a random read`
      : 'its data came slowly from the executors that held it: their disks, a pause of theirs, or the network',
    ruledOut:
      areSmall || blocks === 0 ? [] : [{ class: 'small-blocks', because: `blocks of ${formatBytes(blockBytes)}` }],
  };
}

function adviceForStalled(host: string): Advice[] {
  return [
    {
      text: `Look at ${host} at that time: a paused machine, a long collection of the executor, a full disk, a lost network.`,
    },
    { text: 'Give such an executor up earlier.', setting: 'spark.network.timeout', value: '60s' },
  ];
}

const emptyParts = { fetchWaitMs: 0, taskMs: 1, remoteBytesRead: 0 };

function remoteBlocksOf(facts: Facts, stage: StageView): number {
  return facts.stageTasks.valuesOf(stage.index, 'shuffleRemoteBlocksFetched').reduce((sum, count) => sum + count, 0);
}

/** Parts that Spark calls right: 128 MiB, and no fewer than there are slots. */
const wellSizedBytes = 128 * 2 ** 20;

function adviceFor({ stats, slots }: StageView, areSmall: boolean): Advice[] {
  const parts = Math.max(slots, Math.ceil(stats.shuffleReadBytes / wellSizedBytes));
  const howToSee = { text: 'It helped when the fetch wait of this stage falls below a tenth of its task time.' };
  if (areSmall) {
    return [
      {
        text: 'Use fewer and larger partitions on the reading side, which makes larger blocks.',
        setting: 'spark.sql.shuffle.partitions',
        value: String(parts),
      },
      { text: 'Or merge blocks where they are written.', setting: 'spark.shuffle.push.enabled', value: 'true' },
      howToSee,
    ];
  }
  return [
    {
      text: 'Shuffle less (filter and aggregate earlier, broadcast the small side), or use faster local disks and network.',
    },
    { text: 'Let more requests be under way at once.', setting: 'spark.reducer.maxSizeInFlight', value: '96m' },
    howToSee,
  ];
}

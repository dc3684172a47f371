import type { Facts, StageView } from '../derive/facts.ts';
import { formatBytes, plural } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import { partitionAdvice } from './shared/partition-advice.ts';
import type { Advice, Detector, Finding } from './types.ts';

const limits = declareLimits('spill', {
  spillShare: {
    usual: 0.1,
    unit: 'share',
    reason: 'Spilling less than a tenth of what a stage reads or writes does not decide its time.',
  },
});

/** Stages that wrote to disk what did not fit into memory, in proportion to their data. */
export const spill: Detector = {
  id: 'spill',
  title: 'Spill',
  limits,
  detect(facts) {
    const { spillShare } = facts.limitsOf(limits);
    return (
      facts.stages
        .filter(({ stats }) => stats.diskSpilledBytes > 0)
        .filter((stage) => stage.stats.diskSpilledBytes >= spillShare * dataBytes(stage))
        // A fast disk hides what spilling costs, until the data grows: the stage has to be worth a look, not yet the spill.
        .filter(({ shareMs }) => shareMs >= facts.noticeableMs)
        .map((stage) => toFinding(facts, stage))
    );
  },
};

/** The largest of what a stage moves: spill is judged against it. */
function dataBytes({ stats }: StageView): number {
  return Math.max(stats.inputBytes, stats.outputBytes, stats.shuffleReadBytes, stats.shuffleWriteBytes);
}

function toFinding(facts: Facts, stage: StageView): Finding {
  const { attempt, stats, slots, shareMs } = stage;
  const { spillingTasks, waitingMs } = timeOfSpillingTasks(facts, stage);
  // Writing and reading back is input and output: at most the time in which these tasks did not compute.
  const wallClockMs = Math.round(Math.min(shareMs, waitingMs / slots));
  const parts = Math.ceil(
    (1 + stats.memorySpilledBytes / Math.max(1, dataBytes(stage))) * Math.max(1, attempt.taskCount),
  );
  return {
    id: `spill:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'spill',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} spilled ${formatBytes(stats.diskSpilledBytes)} to disk in ${plural(spillingTasks, 'task')}`,
    cause: {
      class: 'memory',
      confidence: 'certain',
      because: 'its tasks held more than their share of execution memory',
      ruledOut: [],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: Math.round(waitingMs), basis: 'bound' },
    evidence: [
      { name: 'spilled to disk', value: stats.diskSpilledBytes, unit: 'bytes' },
      { name: 'spilled, as it was in memory', value: stats.memorySpilledBytes, unit: 'bytes' },
      { name: 'largest of input, output and shuffle', value: dataBytes(stage), unit: 'bytes' },
      ...stageEvidence(attempt),
    ],
    advice: [
      ...(isOneOfSkew(facts, stage, spillingTasks)
        ? [splitSkewed]
        : partitionAdvice(facts, stage, parts, 'Make the parts smaller, so that each fits.')),
      { text: 'Or give each task more memory.', setting: 'spark.executor.memory' },
    ],
  };
}

const splitSkewed: Advice = {
  text: 'Split the few partitions that are so large (see task-skew): more partitions do not part one key.',
};

/** Only the few tasks spilled that had so much more data than the others. */
function isOneOfSkew(facts: Facts, stage: StageView, spillingTasks: number): boolean {
  const stragglers = facts.stragglersOf(stage);
  return stragglers?.cause === 'data' && spillingTasks <= stragglers.count;
}

/** Run time of spilling tasks less computing, collecting garbage, fetching and writing shuffle data. */
function timeOfSpillingTasks(facts: Facts, stage: StageView): { spillingTasks: number; waitingMs: number } {
  const { columns } = facts.model.tasks;
  let spillingTasks = 0;
  let waitingMs = 0;
  for (const row of facts.stageTasks.rowsOf(stage.index)) {
    if (columns.diskBytesSpilled.at(row) === 0) continue;
    spillingTasks++;
    const busyMs =
      (columns.executorCpuNs.at(row) + columns.shuffleWriteNs.at(row)) / 1e6 +
      columns.jvmGcMs.at(row) +
      columns.shuffleFetchWaitMs.at(row);
    waitingMs += Math.max(0, columns.executorRunMs.at(row) - busyMs);
  }
  return { spillingTasks, waitingMs };
}

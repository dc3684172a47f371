import type { Facts, StageView } from '../derive/facts.ts';
import { launchedTasks } from '../derive/launched-tasks.ts';
import { savedMs } from '../derive/stage-replay.ts';
import { formatCount, formatDuration, plural } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { stageEvidence, stageSubject } from './shared/about-stage.ts';
import type { Advice, Detector, Finding } from './types.ts';
import { mostOf } from '../util/extremes.ts';

const limits = declareLimits('too-many-small-tasks', {
  leastTasks: { usual: 100, unit: 'count', reason: 'Fewer tasks are launched in no time.' },
  smallTaskMs: {
    usual: 500,
    unit: 'ms',
    reason:
      "The field's limits lie between 100 ms and 1 s; launching and ending a task takes some tens of milliseconds.",
  },
});
/** Time of its own that a task should have for what it costs to launch not to count. */
const usefulTaskMs = 1_000;
/** Two tasks per slot leave room to even out. */
const tasksPerSlot = 2;

interface SmallTasks {
  readonly stage: StageView;
  /** As many as would have done, by their time in code. */
  readonly wanted: number;
  /** Launching, deserialising and reporting, per task. */
  readonly overheadMs: number;
  readonly savedMs: number;
}

/** Stages cut into so many tasks that starting them took a good part of the time. One finding for the run: one setting mends all. */
export const tooManySmallTasks: Detector = {
  id: 'too-many-small-tasks',
  title: 'Too many small tasks',
  limits,
  detect(facts) {
    const stages = facts.stages.flatMap((stage) => findSmallTasks(facts, stage));
    const wallClockMs = Math.round(stages.reduce((sum, { savedMs: ms }) => sum + ms, 0));
    return wallClockMs >= facts.noticeableMs ? [toFinding(facts, stages, wallClockMs)] : [];
  },
};

function findSmallTasks(facts: Facts, stage: StageView): SmallTasks[] {
  const { leastTasks, smallTaskMs } = facts.limitsOf(limits);
  const parts = facts.stageTimeParts[stage.index];
  const medianMs = stage.stats.durationMs?.median ?? Number.POSITIVE_INFINITY;
  if (parts === undefined || parts.tasks < leastTasks || medianMs > smallTaskMs || parts.runMs === 0) return [];
  const wanted = Math.max(tasksPerSlot * stage.slots, Math.ceil(parts.runMs / usefulTaskMs));
  if (wanted > parts.tasks / 2) return [];
  const overheadMs = Math.max(0, parts.taskMs - parts.runMs) / parts.tasks;
  const { durationsMs } = launchedTasks(facts.stageTasks, stage.index);
  const merged = new Float64Array(wanted).fill(parts.runMs / wanted + overheadMs);
  return [{ stage, wanted, overheadMs, savedMs: savedMs(stage, durationsMs, merged) }];
}

function toFinding(facts: Facts, stages: readonly SmallTasks[], wallClockMs: number): Finding {
  const sum = (valueOf: (small: SmallTasks) => number) => stages.reduce((total, small) => total + valueOf(small), 0);
  const tasks = sum(({ stage }) => stage.stats.succeeded);
  const overheadMs = sum((small) => small.overheadMs * small.stage.stats.succeeded);
  const costliest = [...stages].sort((a, b) => b.savedMs - a.savedMs);
  const [worst] = costliest;
  const wanted = mostOf(stages, (small) => small.wanted);
  return {
    id: 'too-many-small-tasks',
    kind: 'too-many-small-tasks',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${plural(stages.length, 'stage')} ran ${formatCount(tasks)} tasks that took ${formatDuration(overheadMs / tasks)} each to start and end`,
    cause: {
      class: 'too-many-small-tasks',
      confidence: 'certain',
      because: `half of them took less than ${formatDuration(facts.limitsOf(limits).smallTaskMs)}, and a part of that was no work`,
      ruledOut: [],
    },
    subjects: costliest.slice(0, 10).map(({ stage }) => stageSubject(stage.attempt)),
    ranges: stages.map(({ stage }) => ({ startMs: stage.attempt.startMs, endMs: stage.attempt.endMs })),
    cost: { wallClockMs, coreMs: Math.round(overheadMs), basis: 'replay' },
    evidence: [
      { name: 'tasks', value: tasks, unit: 'tasks', limit: facts.limitsOf(limits).leastTasks },
      { name: 'tasks that would have done', value: sum((small) => small.wanted), unit: 'tasks' },
      {
        name: 'median task of the costliest stage',
        value: worst?.stage.stats.durationMs?.median ?? 0,
        unit: 'ms',
        limit: facts.limitsOf(limits).smallTaskMs,
      },
      { name: 'starting and ending tasks, in all', value: Math.round(overheadMs), unit: 'ms' },
      ...(worst === undefined ? [] : stageEvidence(worst.stage.attempt)),
    ],
    advice: [
      fewerTasksAdvice(worst?.stage, wanted),
      { text: `It helped when the median task takes ${formatDuration(usefulTaskMs)} or more.` },
    ],
  };
}

/** By where the data of the costliest stage comes from. */
function fewerTasksAdvice(stage: StageView | undefined, wanted: number): Advice {
  const { shuffleReadBytes = 0, inputBytes = 0 } = stage?.stats ?? {};
  if (shuffleReadBytes > 0 && shuffleReadBytes >= inputBytes) {
    return {
      text: 'Use fewer shuffle partitions, or let adaptive execution join small ones.',
      setting: 'spark.sql.shuffle.partitions',
      value: String(wanted),
    };
  }
  if (inputBytes === 0) return { text: `Make its data in fewer parts: ${formatCount(wanted)} would do.` };
  return {
    text: 'Read more per task: larger files, or coalesce what is read.',
    setting: 'spark.sql.files.maxPartitionBytes',
    value: '256m',
  };
}

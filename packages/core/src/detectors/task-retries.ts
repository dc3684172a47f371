import { taskEndReasons } from '../events/task.ts';
import type { Facts, StageView } from '../derive/facts.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { formatDuration, plural } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import type { Detector, Finding } from './types.ts';

/** Ends that a task of its own causes; those of a lost executor or of lost shuffle data belong to executor-removed. */
const ownFailures = (['ExceptionFailure', 'TaskResultLost', 'UnknownReason', 'TaskCommitDenied'] as const).map(
  (reason) => taskEndReasons.indexOf(reason),
);

/** Tasks that failed and were run again until they succeeded: the job went well, and paid for it. */
export const taskRetries: Detector = {
  id: 'task-retries',
  title: 'Tasks that failed and ran again',
  detect(facts) {
    const failedJobs = new Set(facts.model.jobs.filter((job) => job.succeeded === false).map((job) => job.id));
    // A failed job tells its own story.
    const stages = facts.stages.filter(
      ({ attempt, stats }) => stats.failed > 0 && (attempt.jobId === undefined || !failedJobs.has(attempt.jobId)),
    );
    if (stages.length === 0) return [];
    const lostMs = lostTimeByStage(facts);
    return stages
      .map((stage) => toFinding(facts, stage, lostMs.get(stage.index) ?? { tasks: 0, ms: 0, text: '' }))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

interface Lost {
  tasks: number;
  ms: number;
  text: string;
}

function lostTimeByStage(facts: Facts): Map<number, Lost> {
  const lost = new Map<number, Lost>();
  const needed = ['stageAttempt', 'reason', 'failure', 'launchMs', 'finishMs'] as const;
  forEachTaskBlock(facts.model.tasks, needed, ({ stageAttempt, reason, failure, launchMs, finishMs }, count) => {
    for (let i = 0; i < count; i++) {
      if (!ownFailures.includes(reason[i] ?? 0)) continue;
      const stage = stageAttempt[i] ?? 0;
      const entry = lost.get(stage) ?? { tasks: 0, ms: 0, text: facts.model.tasks.failures.valueOf(failure[i] ?? 0) };
      entry.tasks++;
      entry.ms += Math.max(0, (finishMs[i] ?? 0) - (launchMs[i] ?? 0));
      lost.set(stage, entry);
    }
  });
  return lost;
}

function toFinding(facts: Facts, { attempt, slots, shareMs, stats }: StageView, lost: Lost): Finding {
  const wallClockMs = Math.round(Math.min(shareMs, lost.ms / Math.min(slots, Math.max(1, lost.tasks))));
  return {
    id: `task-retries:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'task-retries',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} lost ${formatDuration(lost.ms)} of task time to ${plural(lost.tasks, 'failed run')}`,
    cause: {
      class: 'task-failures',
      confidence: 'certain',
      because: 'tasks failed by themselves and succeeded when they ran again',
      ruledOut: [{ class: 'executor-removed', because: 'their executors lived on' }],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: Math.round(lost.ms), basis: 'bound' },
    evidence: [
      { name: 'failed runs', value: lost.tasks, unit: 'tasks' },
      { name: 'tasks that succeeded', value: stats.succeeded, unit: 'tasks' },
      { name: 'first failure', value: lost.text },
      ...stageEvidence(attempt),
    ],
    advice: [
      { text: 'Repair what the tasks failed with; each retry starts the task from its beginning.' },
      { text: 'It helped when this stage has no failed run.' },
    ],
  };
}

import type { Facts } from '../derive/facts.ts';
import { failureMessageOf, readJobFailure, type JobFailure } from '../derive/job-failure.ts';
import type { Job, StageAttempt } from '../model/application-model.ts';
import { formatDuration } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { thrownIn } from '../util/thrown.ts';
import { memoryAdvice, wasHeapFull } from './shared/memory-advice.ts';
import type { Advice, Detector, Evidence, Finding } from './types.ts';

/** Jobs that Spark gave up, with the first failure in time: later ones are its symptoms. */
export const failedJob: Detector = {
  id: 'failed-job',
  title: 'Failed jobs',
  detect(facts) {
    return facts.model.jobs.filter((job) => job.succeeded === false).map((job) => toFinding(facts, job));
  },
};

function toFinding(facts: Facts, job: Job): Finding {
  const { model } = facts;
  const stages = model.stageAttempts
    .filter((attempt) => attempt.jobId === job.id && attempt.failureReason !== undefined)
    .sort((a, b) => a.endMs - b.endMs);
  const [firstFailed] = stages;
  const message = failureMessageOf(job, firstFailed);
  const failure = readJobFailure(facts, message, stages);
  const { executorIds, ...cause } = failure;
  const lostMs = job.endMs - job.startMs;
  const byShare = severityOfShare(lostMs, model.application.durationMs);
  return {
    id: `failed-job:${job.id}`,
    kind: 'failed-job',
    // A job that failed is never a detail, unless it was called off.
    severity: cause.class === 'cancelled' ? 'info' : byShare === 'info' ? 'warning' : byShare,
    title: `Job ${job.id} ${cause.class === 'cancelled' ? 'was cancelled' : 'failed'} after ${formatDuration(lostMs)}`,
    cause: { ...cause, ruledOut: [] },
    subjects: [
      { type: 'job', id: job.id },
      ...(job.sqlExecutionId === undefined ? [] : [{ type: 'sql-execution' as const, id: job.sqlExecutionId }]),
      ...stages.map((attempt) => ({
        type: 'stage-attempt' as const,
        stageId: attempt.stageId,
        attemptId: attempt.attemptId,
      })),
      ...executorIds.map((id) => ({ type: 'executor' as const, id })),
    ],
    ranges: [{ startMs: job.startMs, endMs: job.endMs }],
    cost: { wallClockMs: lostMs, coreMs: taskTimeOf(facts, job), basis: 'interval' },
    evidence: [
      ...thrownBy(message),
      {
        name: 'message',
        value: firstLines(message),
        ...(job.endPlace && { place: job.endPlace }),
      },
      ...(firstFailed === undefined ? [] : [failedStageEvidence(firstFailed)]),
      ...(job.description === undefined ? [] : [{ name: 'description', value: job.description }]),
    ],
    advice: adviceFor(facts, failure),
  };
}

/** What the last failed task threw, which Spark's message names behind the task: the line that people look for. */
function thrownBy(message: string): Evidence[] {
  const thrown = thrownIn(message);
  return thrown === undefined ? [] : [{ name: 'thrown by its task', value: thrown }];
}

function failedStageEvidence(attempt: StageAttempt): Evidence {
  return {
    name: `stage ${attempt.stageId}, attempt ${attempt.attemptId}`,
    value: attempt.name ?? 'unnamed',
    ...(attempt.endPlace && { place: attempt.endPlace }),
  };
}

/** What to do first, by what failed. */
function adviceFor(facts: Facts, { class: name, executorIds }: JobFailure): Advice[] {
  const lost = executorIds.map((id) => facts.removals.get(id)?.class);
  if (name === 'cancelled') return [{ text: 'Nothing to do if somebody, or a time limit, meant to stop it.' }];
  if (name === 'out-of-memory') return memoryAdvice(facts, true);
  if (lost.includes('out-of-memory')) return memoryAdvice(facts, wasHeapFull(facts, executorIds));
  if (lost.length > 0)
    return [{ text: 'Find out why the executor went (see executor-removed): the job only followed it.' }];
  return [{ text: 'Repair the first failure; retries only hide one that is not the data or the code.' }];
}

function taskTimeOf(facts: Facts, job: Job): number {
  return facts.model.stageAttempts.reduce(
    (sum, attempt, index) => (attempt.jobId === job.id ? sum + (facts.stageStats[index]?.taskMs ?? 0) : sum),
    0,
  );
}

/** The message of the failure without its stack traces. */
function firstLines(message: string): string {
  return message
    .split('\n')
    .filter((line) => !/^\s+at |^\s*$|^Driver stacktrace/.test(line))
    .slice(0, 4)
    .join('\n');
}

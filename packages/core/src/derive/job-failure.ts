import type { Job, StageAttempt } from '../model/application-model.ts';
import { thrownIn } from '../util/thrown.ts';
import type { Facts } from './facts.ts';
import type { Confidence } from './removal/classes.ts';
import type { Removal } from './removal/classify.ts';

/** Why Spark gave a job up. */
export interface JobFailure {
  readonly class: 'cancelled' | 'out-of-memory' | 'fetch-failed' | 'executor-lost' | 'exception' | 'unknown';
  readonly confidence: Confidence;
  readonly because: string;
  /** Executors that were lost and are behind it. */
  readonly executorIds: readonly string[];
}

/**
 * Reads the message of a failed job and the reason of its first failed stage, and follows what they name to its cause: an
 * executor that was lost to why it was.
 */
export function readJobFailure(facts: Facts, message: string, stage: StageAttempt | undefined): JobFailure {
  const text = `${message}\n${stage?.failureReason ?? ''}`;
  if (/cancelled|canceled|sparkcontext was shut down/i.test(message)) {
    return plain('cancelled', 'certain', 'Spark says that it was called off');
  }
  if (/java\.lang\.OutOfMemoryError|exceeding .{0,20}memory/i.test(text)) {
    return plain('out-of-memory', 'certain', 'its tasks ran out of memory');
  }
  if (text.includes('FetchFailed')) return fetchFailed(facts, text);
  if (text.includes('ExecutorLostFailure')) return executorLost(facts, message);
  const thrown = thrownIn(text);
  if (thrown === undefined) return plain('unknown', 'possible', 'the log names no cause that cinderlog knows');
  const attempts = Number(/failed (\d+) times/.exec(message)?.[1] ?? 1);
  const failed = attempts > 1 ? `a task failed ${attempts} times, at last with` : 'a task threw';
  return plain('exception', 'certain', `${failed} ${thrown}`);
}

/** Spark's own words on the end of a job come first, then those on its first failed stage. */
export function failureMessageOf(job: Job, firstFailed: StageAttempt | undefined): string {
  return job.failureMessage ?? firstFailed?.failureReason ?? '';
}

function plain(name: JobFailure['class'], confidence: Confidence, because: string): JobFailure {
  return { class: name, confidence, because, executorIds: [] };
}

function fetchFailed(facts: Facts, text: string): JobFailure {
  const holder = /FetchFailed\(BlockManagerId\(([^,]+),/.exec(text)?.[1];
  const removal = holder === undefined ? undefined : facts.removals.get(holder);
  const because = 'shuffle data could not be fetched';
  if (holder === undefined || removal === undefined) return plain('fetch-failed', 'certain', because);
  return {
    ...plain('fetch-failed', 'certain', `${because}: executor ${holder}, which held it, was lost (${removal.because})`),
    executorIds: [holder],
  };
}

function executorLost(facts: Facts, message: string): JobFailure {
  const task = facts.abortingTasks.find(({ stageId, attemptId, index }) =>
    message.includes(`Task ${index} in stage ${stageId}.${attemptId} failed`),
  );
  if (task !== undefined) {
    const { index, stageId, executorIds } = task;
    const removal = facts.removals.get(executorIds[0] ?? '');
    const why = removal === undefined ? '' : `: ${endOf(removal)}`;
    const because = `task ${index} of stage ${stageId} took its executor down each time it ran, executors ${executorIds.join(' and ')}${why}`;
    return { ...plain('executor-lost', 'certain', because), executorIds };
  }
  const id = /ExecutorLostFailure \(executor (\S+) /.exec(message)?.[1];
  const removal = id === undefined ? undefined : facts.removals.get(id);
  if (id === undefined || removal === undefined) {
    return plain('executor-lost', 'certain', 'its tasks went down with their executors');
  }
  const because = `its tasks went down with their executors, at last with executor ${id}: ${removal.because}`;
  return { ...plain('executor-lost', 'certain', because), executorIds: [id] };
}

function endOf(removal: Removal): string {
  const code = removal.exitCode === undefined ? removal.because : `ended with exit code ${removal.exitCode}`;
  if (removal.class !== 'out-of-memory' || removal.confidence === 'certain') return code;
  return `${code}, ${removal.confidence === 'probable' ? 'most likely' : 'perhaps'} for memory`;
}

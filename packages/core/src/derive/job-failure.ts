import type { Job, StageAttempt } from '../model/application-model.ts';
import { joinWords } from '../util/format.ts';
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
 * Reads the message of a failed job and the reasons of its failed stages, and follows what they name to its cause: executors
 * that were lost to why they were.
 *
 * @param failed the failed stage attempts of the job, the first one first
 */
export function readJobFailure(facts: Facts, message: string, failed: readonly StageAttempt[]): JobFailure {
  const text = `${message}\n${failed[0]?.failureReason ?? ''}`;
  if (/cancelled|canceled|sparkcontext was shut down/i.test(message)) {
    return plain('cancelled', 'certain', 'Spark says that it was called off');
  }
  if (/java\.lang\.OutOfMemoryError|exceeding .{0,20}memory/i.test(text)) {
    return plain('out-of-memory', 'certain', 'its tasks ran out of memory');
  }
  if (text.includes('FetchFailed'))
    return fetchFailed(facts, [text, ...failed.map(({ failureReason }) => failureReason ?? '')]);
  if (text.includes('ExecutorLostFailure')) return executorLost(facts, message);
  const thrown = thrownIn(text);
  if (thrown === undefined) return plain('unknown', 'possible', 'the log names no cause that cinderlog knows');
  const attempts = Number(/failed (\d+) times/.exec(message)?.[1] ?? 1);
  const ending = attempts > 1 ? `a task failed ${attempts} times, at last with` : 'a task threw';
  return plain('exception', 'certain', `${ending} ${thrown}`);
}

/** Spark's own words on the end of a job come first, then those on its first failed stage. */
export function failureMessageOf(job: Job, firstFailed: StageAttempt | undefined): string {
  return job.failureMessage ?? firstFailed?.failureReason ?? '';
}

function plain(name: JobFailure['class'], confidence: Confidence, because: string): JobFailure {
  return { class: name, confidence, because, executorIds: [] };
}

/** Where Spark names the executor whose shuffle data could not be had: in the task's end, and in what was thrown for it. */
const holderPatterns = [/FetchFailed\(BlockManagerId\(([^,]+),/, /remote executor\(Id: ([^)]+)\)/];

function fetchFailed(facts: Facts, texts: readonly string[]): JobFailure {
  const named = texts.flatMap((text) => holderPatterns.flatMap((pattern) => pattern.exec(text)?.[1] ?? []));
  const holders = facts.model.executors
    .flatMap(({ id, removedMs = 0 }) => {
      const removal = named.includes(id) ? facts.removals.get(id) : undefined;
      return removal === undefined ? [] : [{ id, removedMs, removal }];
    })
    .sort((a, b) => a.removedMs - b.removedMs);
  const because = 'shuffle data could not be fetched';
  const [first] = holders;
  if (first === undefined) return plain('fetch-failed', 'certain', because);
  const ids = holders.map(({ id }) => id);
  const held = `${ids.length === 1 ? 'executor' : 'executors'} ${joinWords(ids)}, which held it, ${ids.length === 1 ? 'was' : 'were'} lost`;
  const isSame = holders.every(({ removal }) => removal.class === first.removal.class);
  const why = ids.length === 1 || isSame ? first.removal.because : `the first: ${first.removal.because}`;
  return { ...plain('fetch-failed', 'certain', `${because}: ${held} (${why})`), executorIds: ids };
}

function executorLost(facts: Facts, message: string): JobFailure {
  const task = facts.abortingTasks.find(({ stageId, attemptId, index }) =>
    message.includes(`Task ${index} in stage ${stageId}.${attemptId} failed`),
  );
  if (task !== undefined) {
    const { index, stageId, executorIds } = task;
    const removal = facts.removals.get(executorIds[0] ?? '');
    const why = removal === undefined ? '' : `: ${endOf(removal)}`;
    const because = `task ${index} of stage ${stageId} took its executor down each time it ran, executors ${joinWords(executorIds)}${why}`;
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

import type { ApplicationModel, Executor } from '../../model/application-model.ts';
import type { Confidence, Reading, RemovalClass } from './classes.ts';
import { newExecutorWork, type ExecutorWork } from './evidence.ts';
import { formatDuration } from '../../util/format.ts';
import { findExitCode, isKillSignal } from './exit-code.ts';
import { idleMsBefore, leastIdleTimeoutMs, wasIdleLongEnough } from './idle-timeout.ts';
import { readRemovalText } from './texts.ts';

/** The verdict on one removed executor, with what was considered and ruled out. */
export interface Removal {
  readonly class: RemovalClass;
  readonly confidence: Confidence;
  readonly because: string;
  readonly ruledOut: readonly { readonly class: RemovalClass; readonly because: string }[];
  /** As Spark wrote it. */
  readonly rawReason: string;
  readonly exitCode: number | undefined;
}

/** A heap below this share of its size is no candidate for memory trouble. */
const calmHeapRatio = 0.7;

/**
 * Classifies a removal: the text first (Spark's own words have an order of precedence), then what its tasks, the settings and
 * the end of the application add. Never more certain than the log allows.
 */
export function classifyRemoval(model: ApplicationModel, executor: Executor, work = newExecutorWork()): Removal {
  const rawReason = executor.removedReason ?? '';
  const exitCode = findExitCode(rawReason);
  const verdict = judge(model, executor, work, rawReason, exitCode);
  const ruledOut = ruleOut(model, executor, work).filter((candidate) => candidate.class !== verdict.class);
  return { ...verdict, rawReason, exitCode, ruledOut };
}

function judge(
  model: ApplicationModel,
  executor: Executor,
  work: ExecutorWork,
  rawReason: string,
  exitCode: number | undefined,
): Reading {
  const removedMs = executor.removedMs ?? model.application.durationMs;
  if (!model.application.endInferred && removedMs >= model.application.durationMs) {
    return { class: 'shutdown', confidence: 'certain', because: 'the application had ended' };
  }
  const reading = readRemovalText(rawReason);
  if (reading.class === 'autoscaling' && reading.confidence !== 'certain') {
    return judgeDriverKill(model, executor, removedMs, work, reading);
  }
  if (work.heapOutOfMemoryTasks > 0 && (reading.class === 'unknown' || reading.class === 'crashed')) {
    return {
      class: 'out-of-memory',
      confidence: 'probable',
      because: `${work.heapOutOfMemoryTasks} of its tasks failed with a Java OutOfMemoryError before`,
    };
  }
  if (isKillSignal(exitCode) && hasMemoryLimits(model)) {
    return {
      class: 'out-of-memory',
      confidence: 'possible',
      because: `${reading.because}; on this cluster manager most often for exceeding the container's memory`,
    };
  }
  return reading;
}

/** The driver kills executors for dynamic allocation, for exclusion, and on request of the program or the platform. */
function judgeDriverKill(
  model: ApplicationModel,
  executor: Executor,
  removedMs: number,
  work: ExecutorWork,
  { because, confidence }: Reading,
): Reading {
  if (wasKilledForFailures(model, executor, removedMs)) {
    return { class: 'excluded', confidence: 'certain', because: `${because} right after Spark had excluded it` };
  }
  const dynamic = model.environment.spark.get('spark.dynamicAllocation.enabled') === 'true';
  const asked = { class: 'autoscaling' as const, confidence };
  if (!dynamic) {
    return { ...asked, because: `${because}; dynamic allocation is off, so the program or the platform did it` };
  }
  if (work.tasksLost > 0) return { ...asked, confidence: 'possible', because: `${because} while tasks ran on it` };
  const idleMs = idleMsBefore(executor, removedMs, work);
  const timeoutMs = leastIdleTimeoutMs(model);
  const idle = `it had ${work.tasks === 0 ? 'never run a task' : 'been idle'} for ${formatDuration(idleMs)}`;
  if (!wasIdleLongEnough(model, idleMs)) {
    const short = `${idle}, and dynamic allocation waits for ${formatDuration(timeoutMs)}: the program or the platform did it`;
    return { ...asked, because: `${because}; ${short}` };
  }
  return {
    class: 'autoscaling',
    confidence: 'certain',
    because: `${because}: dynamic allocation is on and ${idle} (its time-out is ${formatDuration(timeoutMs)})`,
  };
}

/** With this set, Spark kills what it excludes; the driver notes the end within some seconds. */
const killsExcluded = ['spark.excludeOnFailure.killExcludedExecutors', 'spark.blacklist.killBlacklistedExecutors'];
const killedWithinMs = 10_000;

function wasKilledForFailures(model: ApplicationModel, { id, host }: Executor, removedMs: number): boolean {
  if (!killsExcluded.some((name) => model.environment.spark.get(name) === 'true')) return false;
  return model.exclusions.some(
    ({ timeMs, executorId, host: excludedHost }) =>
      (executorId === id || excludedHost === host) && timeMs <= removedMs && removedMs - timeMs <= killedWithinMs,
  );
}

/** Kubernetes, YARN and Databricks put executors into containers that are killed above their memory limit. */
function hasMemoryLimits(model: ApplicationModel): boolean {
  const properties = model.environment.spark;
  const master = properties.get('spark.master') ?? '';
  return /^(yarn|k8s)/.test(master) || properties.has('spark.databricks.clusterUsageTags.clusterId');
}

function ruleOut(model: ApplicationModel, executor: Executor, work: ExecutorWork): Removal['ruledOut'] {
  const ruledOut: { class: RemovalClass; because: string }[] = [];
  if (model.environment.spark.get('spark.dynamicAllocation.enabled') !== 'true') {
    ruledOut.push({ class: 'autoscaling', because: 'dynamic allocation is off' });
  } else if (work.tasksLost > 0) {
    ruledOut.push({ class: 'autoscaling', because: `${work.tasksLost} tasks were running on it` });
  }
  const limitBytes = executor.maxMemoryBytes ?? 0;
  // The block manager's maximum is about 60 % of the heap less 300 MB, so a peak below a part of it is far below the heap. Only
  // tasks that ended tell theirs: of one that went down with the executor nothing is known.
  if (
    work.tasksLost === 0 &&
    work.peakHeapBytes > 0 &&
    limitBytes > 0 &&
    work.peakHeapBytes < calmHeapRatio * limitBytes
  ) {
    ruledOut.push({ class: 'out-of-memory', because: 'no sample of its heap was near its size' });
  }
  return ruledOut;
}

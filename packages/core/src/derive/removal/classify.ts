import type { ApplicationModel, Executor } from '../../model/application-model.ts';
import type { Confidence, Reading, RemovalClass } from './classes.ts';
import { newExecutorWork, type ExecutorWork } from './evidence.ts';
import { findExitCode, isKillSignal } from './exit-code.ts';
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
    return judgeDriverKill(model, removedMs, work, reading.because);
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

/** The driver kills executors for dynamic allocation, for exclusion, and on request of the program. */
function judgeDriverKill(model: ApplicationModel, removedMs: number, work: ExecutorWork, because: string): Reading {
  const dynamic = model.environment.spark.get('spark.dynamicAllocation.enabled') === 'true';
  const idleMs = removedMs - work.lastFinishMs;
  if (!dynamic) {
    const asked = { class: 'autoscaling' as const, confidence: 'possible' as const };
    return { ...asked, because: `${because}; dynamic allocation is off, so the program or the platform did it` };
  }
  if (work.tasksLost > 0) {
    return {
      class: 'autoscaling' as const,
      confidence: 'possible' as const,
      because: `${because} while tasks ran on it`,
    };
  }
  const idle = work.tasks === 0 ? 'it never ran a task' : `it had been idle for ${Math.round(idleMs / 1000)} s`;
  return {
    class: 'autoscaling' as const,
    confidence: 'certain' as const,
    because: `${because}: dynamic allocation is on and ${idle}`,
  };
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

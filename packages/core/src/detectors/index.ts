import { noticeableLimits } from '../derive/finding-limits.ts';
import type { LimitSet } from '../util/limits.ts';
import { driverOverloaded } from './driver-overloaded.ts';
import { excludedNodes } from './excluded-nodes.ts';
import { executionGap } from './execution-gap.ts';
import { executorRemoved } from './executor-removed.ts';
import { executorShortage } from './executor-shortage.ts';
import { executorsNotStarted } from './executors-not-started.ts';
import { expensiveScan } from './expensive-scan.ts';
import { explodingJoin } from './exploding-join.ts';
import { failedJob } from './failed-job.ts';
import { gcPressure } from './gc-pressure.ts';
import { idleExecutors } from './idle-executors.ts';
import { ioBoundStage } from './io-bound-stage.ts';
import { manySmallJobs } from './many-small-jobs.ts';
import { memorySize } from './memory-size.ts';
import { shuffleFetchWait } from './shuffle-fetch-wait.ts';
import { singleTaskStage } from './single-task-stage.ts';
import { slowHost } from './slow-host.ts';
import { smallFiles } from './small-files.ts';
import { spill } from './spill.ts';
import { stragglingTasks } from './straggling-tasks.ts';
import { streamBehind } from './stream-behind.ts';
import { streamCrowd } from './stream-crowd.ts';
import { streamFailed } from './stream-failed.ts';
import { streamLate } from './stream-late.ts';
import { streamNarrow } from './stream-narrow.ts';
import { streamScaling } from './stream-scaling.ts';
import { streamState } from './stream-state.ts';
import { taskRetries } from './task-retries.ts';
import { taskSkew } from './task-skew.ts';
import { tooFewTasks } from './too-few-tasks.ts';
import { tooManySmallTasks } from './too-many-small-tasks.ts';
import type { Detector } from './types.ts';

/** All detectors, by name. */
export const detectors: readonly Detector[] = [
  driverOverloaded,
  excludedNodes,
  executionGap,
  executorRemoved,
  executorShortage,
  executorsNotStarted,
  expensiveScan,
  explodingJoin,
  failedJob,
  gcPressure,
  idleExecutors,
  ioBoundStage,
  manySmallJobs,
  memorySize,
  shuffleFetchWait,
  singleTaskStage,
  slowHost,
  smallFiles,
  spill,
  stragglingTasks,
  streamBehind,
  streamCrowd,
  streamFailed,
  streamLate,
  streamNarrow,
  streamScaling,
  streamState,
  taskRetries,
  taskSkew,
  tooFewTasks,
  tooManySmallTasks,
];

/** Every limit that a configuration may set: of all kinds together, then kind by kind. */
export const findingLimits: readonly LimitSet[] = [
  noticeableLimits,
  ...detectors.flatMap(({ limits }) => (limits === undefined ? [] : [limits])),
];

/** The kinds of findings that there are, for lists and explanations. */
export const findingKinds: readonly { readonly id: string; readonly title: string }[] = detectors.map(
  ({ id, title }) => ({ id, title }),
);

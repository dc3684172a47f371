import { driverOverloaded } from './driver-overloaded.ts';
import { executionGap } from './execution-gap.ts';
import { executorRemoved } from './executor-removed.ts';
import { failedJob } from './failed-job.ts';
import { gcPressure } from './gc-pressure.ts';
import { manySmallJobs } from './many-small-jobs.ts';
import { singleTaskStage } from './single-task-stage.ts';
import { slowHost } from './slow-host.ts';
import { smallFiles } from './small-files.ts';
import { spill } from './spill.ts';
import { streamBehind } from './stream-behind.ts';
import { streamCrowd } from './stream-crowd.ts';
import { streamFailed } from './stream-failed.ts';
import { streamLate } from './stream-late.ts';
import { streamNarrow } from './stream-narrow.ts';
import { streamState } from './stream-state.ts';
import { taskSkew } from './task-skew.ts';
import { tooFewTasks } from './too-few-tasks.ts';
import type { Detector } from './types.ts';

/** All detectors, by name. */
export const detectors: readonly Detector[] = [
  driverOverloaded,
  executionGap,
  executorRemoved,
  failedJob,
  gcPressure,
  manySmallJobs,
  singleTaskStage,
  slowHost,
  smallFiles,
  spill,
  streamBehind,
  streamCrowd,
  streamFailed,
  streamLate,
  streamNarrow,
  streamState,
  taskSkew,
  tooFewTasks,
];

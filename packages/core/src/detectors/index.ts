import { executionGap } from './execution-gap.ts';
import { executorRemoved } from './executor-removed.ts';
import { failedJob } from './failed-job.ts';
import type { Detector } from './types.ts';

/** All detectors, by name. */
export const detectors: readonly Detector[] = [executionGap, executorRemoved, failedJob];

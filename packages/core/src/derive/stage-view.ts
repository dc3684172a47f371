import type { StageAttempt } from '../model/application-model.ts';
import type { StageStats } from './stage-stats.ts';

/** One stage attempt with what is derived of it. */
export interface StageView {
  /** Index into `model.stageAttempts`. */
  readonly index: number;
  readonly attempt: StageAttempt;
  readonly stats: StageStats;
  /** The part of the run that it answers for: no cost of the stage can be more. */
  readonly shareMs: number;
  /** Slots that were there when its first tasks could run. */
  readonly slots: number;
}

/** By start; ids decide between those that started at once. */
export function compareStageAttempts(
  a: Pick<StageAttempt, 'startMs' | 'stageId' | 'attemptId'>,
  b: Pick<StageAttempt, 'startMs' | 'stageId' | 'attemptId'>,
): number {
  return a.startMs - b.startMs || a.stageId - b.stageId || a.attemptId - b.attemptId;
}

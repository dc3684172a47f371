import type { ApplicationModel } from '../model/application-model.ts';

/**
 * How much of the run each stage attempt answers for: its time, shared equally with the stages that were open beside it. The
 * shares of all stages together never exceed the run, and so no sum of costs that stays below them does.
 *
 * @returns milliseconds, one per `model.stageAttempts`
 */
export function computeStageShares(model: ApplicationModel): Float64Array {
  const runMs = model.application.durationMs;
  const clip = (timeMs: number) => Math.min(Math.max(timeMs, 0), runMs);
  const changes = model.stageAttempts.flatMap((attempt, index) => [
    { timeMs: clip(attempt.startMs), index, opens: true },
    { timeMs: clip(attempt.endMs), index, opens: false },
  ]);
  changes.sort((a, b) => a.timeMs - b.timeMs);
  const shares = new Float64Array(model.stageAttempts.length);
  // What a stage would have got that was open all the time; each stage gets the difference over its own time.
  const atOpening = new Float64Array(model.stageAttempts.length);
  let sharePerStageMs = 0;
  let open = 0;
  let nowMs = 0;
  for (const { timeMs, index, opens } of changes) {
    if (open > 0) sharePerStageMs += (timeMs - nowMs) / open;
    nowMs = timeMs;
    if (opens) {
      atOpening[index] = sharePerStageMs;
      open++;
    } else {
      shares[index] = sharePerStageMs - (atOpening[index] ?? 0);
      open--;
    }
  }
  return shares;
}

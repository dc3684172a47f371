import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from './application-model.ts';
import { forEachTaskBlock } from './task-blocks.ts';

const success = taskEndReasons.indexOf('Success');

/** Counts what is missing and says it in sentences, most important first. */
export function describeQuality(model: ApplicationModel): void {
  const { quality, application } = model;
  quality.tasksMissing = countMissingTasks(model);
  const say = (sentence: string) => quality.notes.push(sentence);
  if (quality.compacted) {
    say('The History Server has compacted this log: finished jobs and removed executors of its early part are gone.');
  }
  if (quality.missingPartIndices.length > 0) {
    say(`Parts of the rolling log are missing: ${quality.missingPartIndices.join(', ')}.`);
  }
  if (quality.cutOff)
    say('The log ends in the middle of a line or block: what follows was never written or was cut off.');
  if (application.endInferred) {
    say('There is no end of the application in the log: the latest time seen stands in for it.');
  }
  if (application.startInferred) {
    say('There is no start of the application in the log: the earliest time seen stands in for it.');
  }
  if (quality.tasksMissing > 0) {
    say(`${quality.tasksMissing} task ends are missing in finished stages: Spark has probably dropped events.`);
  }
  if (quality.tasksWithoutEnd > 0) say(`${quality.tasksWithoutEnd} tasks of finished stages have a start and no end.`);
  if (quality.negativeSpans > 0) say(`${quality.negativeSpans} spans end before they start: the clock was set back.`);
  if (quality.repeatedEvents > 0)
    say(`${quality.repeatedEvents} events were delivered more than once and counted once.`);
}

/** Successful runs that a successful stage attempt must have had, and the log does not hold. */
function countMissingTasks(model: ApplicationModel): number {
  const succeeded = new Float64Array(model.stageAttempts.length);
  forEachTaskBlock(model.tasks, ['stageAttempt', 'reason'], ({ stageAttempt, reason }, count) => {
    for (let i = 0; i < count; i++) {
      const index = stageAttempt[i] ?? 0;
      if (reason[i] === success) succeeded[index] = (succeeded[index] ?? 0) + 1;
    }
  });
  return model.stageAttempts.reduce((missing, attempt, index) => {
    const complete = !attempt.endInferred && attempt.failureReason === undefined && attempt.submitted;
    return complete ? missing + Math.max(0, attempt.taskCount - (succeeded[index] ?? 0)) : missing;
  }, 0);
}

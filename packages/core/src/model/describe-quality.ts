import { plural } from '../util/format.ts';
import type { ApplicationModel } from './application-model.ts';
import type { DataQuality } from './data-quality.ts';
import { countMissingRuns, countMissingTaskIds } from './missing-tasks.ts';
import { judgeTrust } from './trust.ts';

/** Counts what is missing, says it in sentences, most important first, and judges how far the numbers can be trusted. */
export function describeQuality(model: ApplicationModel): void {
  const { quality } = model;
  const startIsThere = !model.application.startInferred && !quality.compacted;
  quality.tasksMissing = countMissingRuns(model);
  quality.taskIdsMissing = countMissingTaskIds(model, startIsThere);
  quality.eventsMissing = countMissingEvents(quality, startIsThere, !model.application.endInferred);
  quality.notes.push(...sentences(model));
  quality.trust = judgeTrust(model);
}

/**
 * Each task without any trace lacks two events; what else lacks a start or an end lacks one. Before the first line and behind the
 * last nothing is missing: it was never in this log.
 */
function countMissingEvents(quality: DataQuality, startIsThere: boolean, endIsThere: boolean): number {
  const taskEnds = Math.max(quality.tasksMissing, quality.tasksWithoutEnd + quality.taskIdsMissing);
  const starts = quality.jobsWithoutStart + quality.stagesWithoutStart + quality.sqlExecutionsWithoutStart;
  const ends = quality.jobsWithoutEnd + quality.stagesWithoutEnd;
  return taskEnds + quality.taskIdsMissing + (startIsThere ? starts : 0) + (endIsThere ? ends : 0);
}

function* sentences({ quality, application }: ApplicationModel): Generator<string> {
  if (quality.compacted)
    yield 'The History Server has compacted this log: finished jobs and removed executors of its early part are gone.';
  if (quality.missingPartIndices.length > 0)
    yield `Parts of the rolling log are missing: ${quality.missingPartIndices.join(', ')}.`;
  if (quality.cutOff)
    yield 'The log ends in the middle of a line or block: what follows was never written or was cut off.';
  if (application.endInferred)
    yield 'There is no end of the application in the log: the latest time seen stands in for it.';
  if (application.startInferred)
    yield 'There is no start of the application in the log: the earliest time seen stands in for it.';
  if (quality.eventsMissing > 0) {
    const parts = [...missingKinds(quality)].join(', ');
    yield `At least ${plural(quality.eventsMissing, 'event is', 'events are')} missing between the first line and the last (${parts}): ${whyMissing(quality)}.`;
  }
  if (quality.linesOversized > 0)
    yield `${plural(quality.linesOversized, 'oversized line was', 'oversized lines were')} read without plans and other bulky fields; files that those queries read are not counted.`;
  if (quality.negativeSpans > 0)
    yield `${plural(quality.negativeSpans, 'span ends', 'spans end')} before ${quality.negativeSpans === 1 ? 'it starts' : 'they start'}: the clock was set back.`;
  if (quality.repeatedEvents > 0)
    yield `${plural(quality.repeatedEvents, 'event was', 'events were')} delivered more than once and counted once.`;
}

function whyMissing({ eventsMissing, linesUnreadable }: DataQuality): string {
  const dropped = 'Spark drops events when its driver is too busy to write them';
  if (linesUnreadable === 0) return dropped;
  return linesUnreadable >= eventsMissing
    ? 'lines that could not be read explain as many'
    : `lines that could not be read explain some, and ${dropped}`;
}

function* missingKinds(quality: DataQuality): Generator<string> {
  const { tasksMissing, tasksWithoutEnd, taskIdsMissing, jobsWithoutStart, jobsWithoutEnd } = quality;
  const { stagesWithoutStart, stagesWithoutEnd, sqlExecutionsWithoutStart } = quality;
  if (tasksMissing > 0) yield `ends of ${plural(tasksMissing, 'task')} that finished stages must have had`;
  if (tasksWithoutEnd > 0) yield `ends of ${plural(tasksWithoutEnd, 'started task')} of finished stages`;
  if (taskIdsMissing > 0) yield plural(taskIdsMissing, 'task id that appears nowhere', 'task ids that appear nowhere');
  if (jobsWithoutStart > 0) yield `starts of ${plural(jobsWithoutStart, 'job')}`;
  if (jobsWithoutEnd > 0) yield `ends of ${plural(jobsWithoutEnd, 'job')}`;
  if (stagesWithoutStart > 0) yield `submissions of ${plural(stagesWithoutStart, 'stage attempt')}`;
  if (stagesWithoutEnd > 0) yield `completions of ${plural(stagesWithoutEnd, 'stage attempt')}`;
  if (sqlExecutionsWithoutStart > 0) yield `starts of ${plural(sqlExecutionsWithoutStart, 'SQL execution')}`;
}

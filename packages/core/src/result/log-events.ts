import { eventNames } from '../events/names.ts';
import { fetchLines } from '../ingest/fetch-lines.ts';
import type { LogInput } from '../ingest/log-input.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import type { Event } from '../model/parse-event.ts';
import { searchLog } from '../model/search-log.ts';
import { describeTask } from '../timeline/task-rows.ts';
import type { RunLog } from './plan-graph.ts';
import { redactLine } from './redact/redact-line.ts';
import type { Redactor } from './redact/redactor.ts';

/** What the events of are wanted: things by their place in the lists of the result, tasks by their row. */
export type EventSubject =
  | { readonly kind: 'job' | 'stage' | 'sql' | 'task'; readonly index: number }
  | { readonly kind: 'batch'; readonly index: number }
  | { readonly kind: 'executor'; readonly id: string }
  | { readonly kind: 'line'; readonly file: string; readonly line: number };

/** An event as it stands in the log, laid out for reading, without secrets. */
export interface LogEvent {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** In the unpacked bytes of the file; absent where only the line was asked for. */
  readonly byteOffset?: number;
  readonly text: string;
  /** Characters that were left out at the end. */
  readonly charsLeftOut: number;
}

export interface LogEvents {
  readonly events: readonly LogEvent[];
  /** There are more of them than anyone reads. */
  readonly isCut: boolean;
}

const mostEvents = 40;
const mostChars = 400_000;

/** Looks up what the log itself says of a thing. */
export async function readEvents(
  model: ApplicationModel,
  { input: log, application }: RunLog,
  subject: EventSubject,
  redactor: Redactor,
): Promise<LogEvents> {
  if (subject.kind === 'line') return { events: await readLine(log, subject, redactor), isCut: false };
  if (subject.kind === 'batch') {
    const place = model.streamingRuns.flatMap(({ batches }) => batches)[subject.index]?.place;
    if (place === undefined) return { events: [], isCut: false };
    const line = { kind: 'line', file: model.parts[place.part] ?? '', line: place.lineNumber } as const;
    return { events: await readLine(log, line, redactor), isCut: false };
  }
  const search = searchOf(model, subject);
  const events: LogEvent[] = [];
  if (search === undefined) return { events, isCut: false };
  // Some platforms write the fields of an event in another order: then only its name is looked for.
  for (const beginnings of [search.narrow, search.wide]) {
    await searchLog({
      log,
      application,
      beginnings,
      take: ({ event, text, ...place }) => {
        if (!search.fits(event)) return false;
        events.push({
          name: shortName(String(event.Event)),
          ...place,
          file: shownName(place.file, redactor),
          ...layOut(text, redactor),
        });
        return events.length >= mostEvents || event.Event === search.last;
      },
    });
    if (events.length > 0) break;
  }
  return { events, isCut: events.length >= mostEvents };
}

async function readLine(
  log: LogInput,
  { file, line }: Extract<EventSubject, { kind: 'line' }>,
  redactor: Redactor,
): Promise<LogEvent[]> {
  // The page knows the file by the name under which it is shown.
  const part = log.parts.find(({ name }) => name === file || shownName(name, redactor) === file);
  const text = part === undefined ? undefined : (await fetchLines(part, new Set([line]))).get(line);
  if (text === undefined) return [];
  const laidOut = layOut(text, redactor);
  const name = /^\{"Event":"([^"]+)"/.exec(text)?.[1] ?? 'line';
  return [{ name: shortName(name), file, line, ...laidOut }];
}

function shownName(file: string, redactor: Redactor): string {
  return (redactor.redactJson({ file }) as { file: string }).file;
}

function layOut(line: string, redactor: Redactor): Pick<LogEvent, 'text' | 'charsLeftOut'> {
  const shown = redactLine(line, redactor);
  let text = shown;
  try {
    text = JSON.stringify(JSON.parse(shown), undefined, 2);
  } catch {
    // What is no JSON is shown as it stands.
  }
  return { text: text.slice(0, mostChars), charsLeftOut: Math.max(0, text.length - mostChars) };
}

/** Without the package and the word that all share. */
function shortName(name: string): string {
  return name.replace(/^.*[.$]/, '').replace(/^SparkListener/, '');
}

interface SubjectSearch {
  readonly narrow: readonly string[];
  readonly wide: readonly string[];
  readonly fits: (event: Event) => boolean;
  /** Behind this one nothing more is said. */
  readonly last: string;
}

function searchOf(
  model: ApplicationModel,
  subject: Exclude<EventSubject, { kind: 'line' | 'batch' }>,
): SubjectSearch | undefined {
  const named = (names: readonly string[], key: string, id: unknown): SubjectSearch => {
    const wide = names.map((name) => `${name}"`);
    return { narrow: wide, wide, fits: (event) => event[key] === id, last: names.at(-1) ?? '' };
  };
  switch (subject.kind) {
    case 'job':
      return named([eventNames.jobStart, eventNames.jobEnd], 'Job ID', model.jobs[subject.index]?.id);
    case 'sql': {
      const { sqlExecutionStart, sqlAdaptiveUpdate, driverAccumUpdates, sqlExecutionEnd } = eventNames;
      const names = [sqlExecutionStart, sqlAdaptiveUpdate, driverAccumUpdates, sqlExecutionEnd];
      return named(names, 'executionId', model.sqlExecutions[subject.index]?.id);
    }
    case 'executor': {
      const { executorExcluded, executorBlacklisted, executorAdded, executorRemoved } = eventNames;
      const search = named(
        [executorExcluded, executorBlacklisted, executorAdded, executorRemoved],
        'Executor ID',
        subject.id,
      );
      // Exclusions have the id under another key, and a removal may be told twice.
      return {
        ...search,
        fits: (event) => event['Executor ID'] === subject.id || event.executorId === subject.id,
        last: '',
      };
    }
    case 'stage':
      return stageSearch(model, subject.index);
    case 'task':
      return taskSearch(model, subject.index);
  }
}

function stageSearch(model: ApplicationModel, index: number): SubjectSearch | undefined {
  const stage = model.stageAttempts[index];
  if (stage === undefined) return undefined;
  const wide = [`${eventNames.stageSubmitted}"`, `${eventNames.stageCompleted}"`];
  const fits = (event: Event) => {
    const info = event['Stage Info'] as Event | undefined;
    return info?.['Stage ID'] === stage.stageId && (info['Stage Attempt ID'] ?? 0) === stage.attemptId;
  };
  return { narrow: wide, wide, fits, last: eventNames.stageCompleted };
}

function taskSearch(model: ApplicationModel, row: number): SubjectSearch | undefined {
  const task = describeTask(model, row);
  if (task === undefined) return undefined;
  const stageId = model.stageAttempts[task.stageAttempt]?.stageId;
  const names = [eventNames.taskStart, eventNames.taskEnd];
  return {
    narrow: names.map((name) => `${name}","Stage ID":${stageId},`),
    wide: names.map((name) => `${name}"`),
    fits: (event) => (event['Task Info'] as Event | undefined)?.['Task ID'] === task.taskId,
    last: eventNames.taskEnd,
  };
}

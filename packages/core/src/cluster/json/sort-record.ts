import { countName, noteSource, noteUnreadable, type ClusterFile } from '../cluster-file.ts';
import type { ClusterPlace } from '../cluster-event.ts';
import {
  databricksEvent,
  databricksEventFields,
  isDatabricksEvent,
  knownEventTypes,
} from '../databricks/event-schema.ts';
import { databricksRun, databricksRunFields, isDatabricksRun } from '../databricks/run-schema.ts';
import { forEachUnknownField, type KnownFields } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';
import { recordReaders } from '../platforms/index.ts';
import type { Gathered } from '../gathered.ts';
import { errorAnswer } from '../what-it-is.ts';
import { recordLists } from './json-records.ts';

/** Gives one record to whoever knows its kind; counts what nobody does, and fields that are new. */
export function sortRecord(value: unknown, place: ClusterPlace, file: ClusterFile, gathered: Gathered): void {
  if (isDatabricksEvent(value)) {
    sortDatabricksEvent(value, place, file, gathered);
    return;
  }
  if (isDatabricksRun(value)) {
    const decoded = databricksRun.safeParse(value);
    if (!decoded.success) {
      noteUnreadable(file, place, 'a job run without its id');
      return;
    }
    noteSource(file, 'databricks-runs');
    countUnknownFields(value, databricksRunFields, file);
    gathered.runs.push({ run: decoded.data, place });
    return;
  }
  const reader = recordReaders.find((each) => each.recognises(value));
  if (reader === undefined) {
    sortAnswer(value, place, file, gathered);
    return;
  }
  const events = reader.read(value);
  if (events === undefined) {
    noteUnreadable(file, place, 'a record that lacks its time or name');
    return;
  }
  noteSource(file, reader.source);
  countUnknownFields(value, reader.knownFields, file);
  for (const event of events) gathered.events.push({ source: reader.source, ...event, place });
}

/** An answer within an array: whoever asks for page after page in a program keeps them so. Else it is nothing that is known. */
function sortAnswer(value: unknown, place: ClusterPlace, file: ClusterFile, gathered: Gathered): void {
  const lists = isObject(value) ? Object.entries(value).filter(([key, of]) => recordLists.has(key) && isList(of)) : [];
  if (lists.length === 0) {
    noteUnreadable(file, place, errorAnswer(value) ?? 'a record of no known kind');
    return;
  }
  for (const record of lists.flatMap(([, records]) => records as readonly unknown[])) {
    file.records++;
    sortRecord(record, place, file, gathered);
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function sortDatabricksEvent(value: unknown, place: ClusterPlace, file: ClusterFile, gathered: Gathered): void {
  const decoded = databricksEvent.safeParse(value);
  if (!decoded.success) {
    noteUnreadable(file, place, 'a cluster event without a readable time');
    return;
  }
  noteSource(file, 'databricks-events');
  const { type } = decoded.data;
  if (!knownEventTypes.has(type)) countName(file.unknownTypes, type);
  countUnknownFields(value, databricksEventFields, file);
  gathered.databricksEvents.push({ event: decoded.data, place });
}

function countUnknownFields(value: unknown, known: readonly KnownFields[], file: ClusterFile): void {
  forEachUnknownField(value, known, (path) => {
    countName(file.unknownFields, path);
  });
}

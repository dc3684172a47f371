import { withoutAccumulables } from '../events/accumulables.ts';
import { isTaskEvent } from '../events/names.ts';

export type Event = Readonly<Record<string, unknown>>;

/** The parsed event of a line, or what is wrong with the line. */
export function parseEvent(text: string): Event | 'not JSON' | 'no event' {
  let value = parseJson(text);
  if (value === undefined) value = parseJson(withoutBareNumbers(text));
  return value === undefined ? 'not JSON' : toEvent(value);
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Spark writes "NaN" as text; other writers leave the bare word, which JSON does not have. Nothing when there is none. */
function withoutBareNumbers(text: string): string | undefined {
  if (!/[:,[]\s*-?(?:NaN|Infinity)\b/.test(text)) return undefined;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) => (found.startsWith('"') ? found : 'null'));
}

/** Whether a JSON value is an event: an object that says which. */
export function toEvent(value: unknown): Event | 'no event' {
  if (typeof value !== 'object' || value === null) return 'no event';
  const event = value as Event;
  return typeof event.Event === 'string' ? event : 'no event';
}

/** Files joined by `cat` without a newline at the joint hold several events on one line; nothing unless all are readable. */
export function splitJoinedEvents(text: string): Event[] | undefined {
  const pieces = text.split(/(?<=\})(?=\{"Event":")/);
  if (pieces.length < 2) return undefined;
  const events = pieces.map(parseEvent).filter((event) => typeof event !== 'string');
  return events.length === pieces.length ? events : undefined;
}

/** The event of a task line that is no JSON for nothing but its accumulables, which nobody reads. */
export function parseDamagedTask(text: string): Event | undefined {
  const event = parseEvent(withoutAccumulables(text));
  return typeof event !== 'string' && isTaskEvent(event.Event) ? event : undefined;
}

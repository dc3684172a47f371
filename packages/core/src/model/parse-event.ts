import { withoutAccumulables } from '../events/accumulables.ts';
import { isTaskEvent } from '../events/names.ts';

type Event = Readonly<Record<string, unknown>>;

/** The parsed event of a line, or what is wrong with the line. */
export function parseEvent(text: string): Event | 'not JSON' | 'no event' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
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

import type { LinePlace, OversizedSink } from '../ingest/line-splitter.ts';
import { OversizedLine } from '../ingest/oversized-line.ts';
import { toEvent, type Event } from './parse-event.ts';

/** The events of an oversized line, or what is wrong with it. */
export type OversizedEvents = readonly Event[] | string;

/** Walks lines that are too long to be held, and hands over what is left of each. */
export class OversizedLines implements OversizedSink {
  #line: OversizedLine | undefined;
  #onLine: (events: OversizedEvents, place: LinePlace) => void;

  constructor(onLine: (events: OversizedEvents, place: LinePlace) => void) {
    this.#onLine = onLine;
  }

  push(bytes: Uint8Array): void {
    this.#line ??= new OversizedLine();
    this.#line.push(bytes);
  }

  end(place: LinePlace): void {
    const walked = this.#line?.finish() ?? [];
    this.#line = undefined;
    this.#onLine(typeof walked === 'string' ? walked : toEvents(walked), place);
  }
}

function toEvents(values: readonly unknown[]): OversizedEvents {
  const events = values.map(toEvent).filter((event) => typeof event !== 'string');
  return events.length === values.length && events.length > 0 ? events : 'no event';
}

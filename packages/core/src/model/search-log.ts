import { eventNames } from '../events/names.ts';
import type { LogInput } from '../ingest/log-input.ts';
import { walkLines } from '../ingest/walk-lines.ts';
import { ApplicationSplitter } from './application-splitter.ts';
import { parseEvent, type Event } from './parse-event.ts';

/** An event that was looked up in its log once more. */
export interface FoundEvent {
  readonly event: Event;
  /** The line as it stands in the log. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** In the unpacked bytes of the file. */
  readonly byteOffset: number;
}

export interface LogSearch {
  readonly log: LogInput;
  /** Which of the applications in the log, in the order of `readApplications`. */
  readonly application: number;
  /** What lines begin with behind `{"Event":"`. Others are passed over undecoded, unless they begin in another way. */
  readonly beginnings: readonly string[];
  /** Takes the events that begin so, in the order of the log; true when no further one is wanted. */
  readonly take: (found: FoundEvent) => boolean;
}

const opening = '{"Event":"';
/** Where an application begins: files that were joined by `cat` hold several. */
const dividing: readonly string[] = [eventNames.logStart, eventNames.applicationStart, eventNames.databricksMetadata];

/** Goes through a log again for the events of one kind. The model keeps no place per task: this finds them. */
export async function searchLog({ log, application, beginnings, take }: LogSearch): Promise<void> {
  const encoder = new TextEncoder();
  const head = encoder.encode(opening);
  const wanted = [...beginnings, ...dividing.map((name) => `${name}"`)].map((text) => encoder.encode(text));
  const decoder = new TextDecoder();
  const splitter = new ApplicationSplitter();
  const progress = { isDone: false };
  for (const part of log.parts) {
    splitter.startPart(part.name);
    await walkLines(
      part,
      (bytes, start, end, { lineNumber, byteOffset }) => {
        if (progress.isDone || !mayBeWanted(bytes, start, end, head, wanted)) return;
        const text = decoder.decode(bytes.subarray(start, end));
        const event = parseEvent(text);
        if (typeof event === 'string') return;
        if (dividing.includes(String(event.Event))) {
          splitter.turnTo(event);
          splitter.current.add(String(event.Event), event);
        }
        if (splitter.builders.indexOf(splitter.current) !== application) return;
        progress.isDone = take({ event, text, file: part.name, line: lineNumber, byteOffset });
      },
      () => progress.isDone,
    );
    if (progress.isDone) return;
  }
}

function mayBeWanted(
  bytes: Uint8Array,
  start: number,
  end: number,
  head: Uint8Array,
  wanted: readonly Uint8Array[],
): boolean {
  if (end === start) return false;
  if (!beginsWith(bytes, start, end, head)) return true;
  for (const text of wanted) if (beginsWith(bytes, start + head.length, end, text)) return true;
  return false;
}

function beginsWith(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (end - start < text.length) return false;
  // From the end: the names of events begin alike.
  for (let i = text.length - 1; i >= 0; i--) if (bytes[start + i] !== text[i]) return false;
  return true;
}

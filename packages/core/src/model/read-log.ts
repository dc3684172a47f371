import { CodecError } from '../ingest/codecs/codec.ts';
import { decodeSource, prepareCodecs } from '../ingest/decode.ts';
import { LineSplitter, type LinePlace } from '../ingest/line-splitter.ts';
import type { LogInput, LogPart } from '../ingest/log-input.ts';
import { AppError } from '../util/app-error.ts';
import type { ApplicationModel } from './application-model.ts';
import type { DataQuality } from './data-quality.ts';
import { ModelBuilder } from './model-builder.ts';

export interface ReadOptions {
  /** Lines longer than this are counted as unreadable instead of being held in memory. Default 256 MiB. */
  readonly maxLineBytes?: number;
}

const defaultMaxLineBytes = 256 * 2 ** 20;
const maxUnreadableExamples = 5;

/**
 * Reads a whole log into the model of its application.
 *
 * @throws AppError `input-not-a-log` when not one line of it is a Spark event, `input-empty` when it has no line at all.
 */
export async function readLog(input: LogInput, options: ReadOptions = {}): Promise<ApplicationModel> {
  await prepareCodecs();
  const reader = new LogReader(options.maxLineBytes ?? defaultMaxLineBytes);
  for (const part of input.parts) reader.readPart(part);
  const { quality } = reader.builder.draft;
  quality.inProgress = input.inProgress;
  quality.compacted = input.compacted;
  quality.missingPartIndices = input.missingPartIndices;
  quality.notes.push(...input.notes);
  if (quality.linesRead === 0) throw new AppError('input-empty', `${input.name} is empty: there is no event in it.`);
  if (reader.eventsRead === 0) {
    throw new AppError(
      'input-not-a-log',
      `${input.name} is not a Spark event log: none of its ${quality.linesRead} lines is an event.`,
    );
  }
  return reader.builder.finish();
}

class LogReader {
  readonly builder = new ModelBuilder();
  eventsRead = 0;
  #maxLineBytes: number;
  #decoder = new TextDecoder();
  #behindLastNewline = false;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  readPart(part: LogPart): void {
    const { quality } = this.builder.draft;
    this.builder.draft.parts.push(part.name);
    // Each part ends at a line's end, unless it was cut; only the last part may be cut without loss.
    quality.cutOff = false;
    const splitter = new LineSplitter(
      (bytes, start, end, place) => {
        this.#readLine(part, bytes, start, end, place);
      },
      (place) => {
        quality.linesRead++;
        noteUnreadable(quality, part, place, `longer than ${this.#maxLineBytes} bytes`);
      },
      this.#maxLineBytes,
    );
    const source = part.open();
    try {
      const isLaterPart = this.builder.draft.parts.length > 1;
      for (const chunk of decodeSource(source, { name: part.name, isLaterPart })) splitter.push(chunk);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      quality.cutOff ||= error.kind === 'cut';
      quality.notes.push(`${part.name}: ${error.message}`);
    } finally {
      source.close();
    }
    this.#behindLastNewline = true;
    splitter.finish();
    this.#behindLastNewline = false;
  }

  #readLine(part: LogPart, bytes: Uint8Array, start: number, end: number, place: LinePlace): void {
    const text = this.#decoder.decode(bytes.subarray(start, end));
    if (text.trim() === '') return;
    const { quality } = this.builder.draft;
    quality.linesRead++;
    const problem = this.#readText(text, place);
    if (problem === undefined) return;
    // Files joined by `cat` without a newline at the joint hold two events on one line.
    const pieces = text.split(/(?<=\})(?=\{"Event":")/);
    if (pieces.length > 1 && pieces.every((piece) => parseEvent(piece) !== undefined)) {
      for (const piece of pieces) this.#readText(piece, place);
      return;
    }
    // Spark ends every line with a newline, so this one was being written or was cut.
    quality.cutOff ||= this.#behindLastNewline;
    noteUnreadable(quality, part, place, problem);
  }

  /** Returns what is wrong with the line, or nothing. */
  #readText(text: string, place: LinePlace): string | undefined {
    const event = parseEvent(text);
    if (event === undefined) return isJson(text) ? 'no event' : 'not JSON';
    this.eventsRead++;
    const { draft } = this.builder;
    draft.place = { part: draft.parts.length - 1, lineNumber: place.lineNumber, byteOffset: place.byteOffset };
    this.builder.add(event.name, event.fields);
    return undefined;
  }
}

function parseEvent(text: string): { name: string; fields: Readonly<Record<string, unknown>> } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const name = fields['Event'];
  return typeof name === 'string' ? { name, fields } : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function noteUnreadable(quality: DataQuality, part: LogPart, place: LinePlace, problem: string): void {
  quality.linesUnreadable++;
  if (quality.unreadableExamples.length >= maxUnreadableExamples) return;
  quality.unreadableExamples.push({ part: part.name, ...place, problem });
}

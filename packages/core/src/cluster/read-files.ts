import type { ByteSource } from '../ingest/byte-source.ts';
import { CodecError } from '../ingest/codecs/codec.ts';
import { prepareCodecs, unpackSource } from '../ingest/decode.ts';
import { AppError } from '../util/app-error.ts';
import type { ClusterEvent, ClusterSource } from './cluster-event.ts';
import { asUtf8, wholeHead } from './as-utf8.ts';
import { newClusterFile, noteSource, noteUnreadable, type ClusterFile } from './cluster-file.ts';
import type { ClusterStory } from './cluster-story.ts';
import { interpretDatabricksEvents } from './databricks/interpret-events.ts';
import { readJobRuns } from './databricks/job-runs.ts';
import { isObject } from '../util/is-object.ts';
import type { Gathered } from './gathered.ts';
import { JsonRecords } from './json/json-records.ts';
import { sortRecord } from './json/sort-record.ts';
import { nameHosts } from './platforms/name-hosts.ts';
import { recordReaders } from './platforms/index.ts';
import { TextLog } from './text-log/text-log.ts';
import { parseYarnReport, yarnReportStart } from './text-log/yarn-report.ts';
import { mistakenFor } from './what-it-is.ts';

/** A file of the cluster's side, and what the user said that it is. */
export interface ClusterInput {
  readonly name: string;
  readonly expected?: ClusterSource | undefined;
  open(): ByteSource;
}

export interface ReadClusterOptions {
  /** Refuse a file that unpacks to more than this; no limit when absent, for memory does not grow with a file. */
  readonly maxUnpackedBytes?: number | undefined;
}

/** Small JSON answers of platforms and all text logs start within this many bytes. */
const headBytes = 4_096;
/** An application report is a page; more is not looked at. */
const mostReportBytes = 1 << 20;

/**
 * Reads files of the cluster's side of the story: JSON of any platform that is known, and text logs. What each is, its content
 * decides. What cannot be read is counted in its {@link ClusterFile}; only a file that cannot be opened or is nothing that is
 * known is refused.
 */
export async function readFiles(
  inputs: readonly ClusterInput[],
  options: ReadClusterOptions = {},
): Promise<{ story: ClusterStory; refused: AppError[] }> {
  await prepareCodecs();
  const gathered: Gathered = { databricksEvents: [], runs: [], events: [] };
  const files: ClusterFile[] = [];
  const refused: AppError[] = [];
  for (const input of inputs) {
    try {
      const file = readFile(input, gathered, options);
      if (file.sources.length === 0 && input.expected !== undefined) throw notUnderstood(input, file);
      files.push(file);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push(error);
    }
  }
  const events = [...interpretDatabricksEvents(gathered.databricksEvents), ...nameHosts(gathered.events)];
  events.sort((a, b) => a.epochMs - b.epochMs);
  return { story: { events, jobRuns: readJobRuns(gathered.runs), files }, refused };
}

function notUnderstood(input: ClusterInput, file: ClusterFile): AppError {
  return new AppError(
    'input-not-a-log',
    `${input.name} holds nothing that cinderlog knows of a cluster's or job's log${whyNothing(file)}. See docs/cluster.md for what can be given.`,
  );
}

/** In brackets: what there was instead of anything of use. */
function whyNothing({ unreadableExamples: [example], mistake }: ClusterFile): string {
  if (example !== undefined) return ` (line ${example.place.line}: ${example.problem})`;
  return mistake === undefined ? '' : ` (${mistake})`;
}

interface Reader {
  push(bytes: Uint8Array): void;
  finish(): void;
}

function readFile(input: ClusterInput, gathered: Gathered, { maxUnpackedBytes }: ReadClusterOptions): ClusterFile {
  const file = newClusterFile(input.name);
  const limits = maxUnpackedBytes === undefined ? {} : { maxUnpackedBytes };
  let reader: Reader | undefined;
  try {
    const unpacked = unpackSource(input.open(), { name: input.name, anyText: true, ...limits });
    for (const bytes of wholeHead(asUtf8(unpacked, file), headBytes)) {
      reader ??= chooseReader(bytes, input, file, gathered);
      reader.push(bytes);
    }
  } catch (error) {
    // Everything before the damage was handed out.
    if (!(error instanceof CodecError)) throw error;
    file.notes.push(`${input.name} could not be unpacked to its end: ${error.message}`);
  }
  if (reader === undefined) throw new AppError('input-empty', `${input.name} is empty.`);
  reader.finish();
  return file;
}

function chooseReader(head: Uint8Array, input: ClusterInput, file: ClusterFile, gathered: Gathered): Reader {
  const start = new TextDecoder().decode(head.subarray(0, headBytes)).trimStart();
  if (start === '') file.mistake = 'there is nothing but blanks in it';
  const isLog = /^\{"ts":|^\[\d/.test(start);
  if (!isLog && (/^(?:[[{]|null\b)/.test(start) || hasJsonBehindText(start, input))) return jsonReader(file, gathered);
  if (yarnReportStart.test(start)) return yarnReportReader(file, gathered);
  return textReader(input, file, gathered, mistakenFor(start));
}

/** Tools print a line or two before the JSON, and both go into the file. Logs hold JSON too, so only where it is to be expected. */
function hasJsonBehindText(start: string, { name, expected }: ClusterInput): boolean {
  const isNamedSo = /\.(?:json|jsonl|ndjson)(?:\.\w+)?$/i.test(name);
  const isExpected = expected !== undefined && expected !== 'driver-log' && expected !== 'executor-log';
  return (isNamedSo || isExpected) && /^[[{]\s*(?:["{[]|$)/m.test(start);
}

function jsonReader(file: ClusterFile, gathered: Gathered): Reader {
  let pages: 'none' | 'open' | 'complete' = 'none';
  let lists = 0;
  const records = new JsonRecords({
    record: (value, start) => {
      file.records++;
      sortRecord(value, { file: file.name, ...start }, file, gathered);
    },
    envelope: (value) => {
      lists++;
      if (pages !== 'complete') pages = hasMorePages(value) ? 'open' : 'complete';
    },
    problem: (problem, start) => {
      noteUnreadable(file, { file: file.name, ...start }, problem);
    },
  });
  return {
    push: (bytes) => {
      records.push(bytes);
    },
    finish: () => {
      records.finish();
      if (file.records === 0 && file.unreadable === 0) {
        file.mistake = lists > 0 ? 'the list in it is empty' : 'there is no record in it';
      }
      if (pages !== 'open') return;
      file.notes.push(
        `${file.name} is not the last page of its answer: what is on the others is missing, unless they are given too.`,
      );
    },
  };
}

/** Answers come in pages, and whoever gives one of several should know. */
function hasMorePages(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { next_page_token: token, has_more: more } = value;
  return (typeof token === 'string' && token !== '') || more === true;
}

function textReader(input: ClusterInput, file: ClusterFile, gathered: Gathered, mistake: string | undefined): Reader {
  const expected = input.expected === 'driver-log' || input.expected === 'executor-log' ? input.expected : undefined;
  const log = new TextLog(file, expected);
  return {
    push: (bytes) => {
      log.push(bytes);
    },
    finish: () => {
      log.finish();
      for (const event of log.events) gathered.events.push(event);
      if (log.events.length === 0) file.mistake ??= mistake;
    },
  };
}

function yarnReportReader(file: ClusterFile, gathered: Gathered): Reader {
  let text = '';
  const decoder = new TextDecoder();
  return {
    push: (bytes) => {
      if (text.length < mostReportBytes) text += decoder.decode(bytes, { stream: true });
    },
    finish: () => {
      const place = { file: file.name, line: 1, byteOffset: 0 };
      noteSource(file, 'yarn');
      for (const record of parseYarnReport(text)) {
        file.records++;
        const reader = recordReaders.find((each) => each.source === 'yarn' && each.recognises(record));
        const events = reader?.read(record);
        if (events === undefined) noteUnreadable(file, place, 'a report without the id of an application or attempt');
        else gathered.events.push(...events.map((event): ClusterEvent => ({ source: 'yarn', ...event, place })));
      }
      if (file.records === 0) file.mistake = 'the list in it is empty';
    },
  };
}

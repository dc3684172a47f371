import { execFileSync } from 'node:child_process';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import streamJsonLines from 'stream-json/jsonl/Parser.js';
import { digestModel } from '../packages/core/test-support/model-digest.ts';
import { analyse, decodeSource, prepareCodecs, readLog, type ReadOptions } from '../packages/core/src/index.ts';
import { scanThreads } from '../packages/core/src/node/index.ts';
import { openLog } from './lines.ts';

/** What one child process measures over one file: returns something that tells whether the work was done. */
export type Job = (path: string) => Promise<string | number>;

const read =
  (engine: ReadOptions['engine']): Job =>
  async (path) =>
    (await readLog(await openLog(path), { engine })).tasks.rowCount;

const isTaskEnd = (event: unknown) => (event as { Event?: unknown }).Event === 'SparkListenerTaskEnd';

export const jobs = {
  /** The yardstick: the least that a reader in JavaScript does, with a split by hand and no decoding of fields. */
  parse: (path: string) => Promise.resolve(parseLines(path)),
  readline: parseByReadline,
  streamJson: parseByStreamJson,
  /** Reads as the plain codec does, and does nothing else: what no reader of text can be faster than. */
  read: (path: string) => Promise.resolve(warmCache(path)),
  decode: async (path: string) => {
    await prepareCodecs();
    let bytes = 0;
    for (const part of (await openLog(path)).parts) {
      for (const chunk of decodeSource(part.open(), { name: part.name })) bytes += chunk.length;
    }
    return bytes;
  },
  json: read('json'),
  table: read('table'),
  wasm: read('wasm'),
  threads: async (path: string) => {
    const threads = scanThreads({ workerUrl: pathToFileURL('packages/cli/dist/scan-worker.js') });
    try {
      return (await readLog(await openLog(path), { threads })).tasks.rowCount;
    } finally {
      threads?.close();
    }
  },
  analyse: async (path: string) => analyse(await readLog(await openLog(path)), path).counts.tasks,
} satisfies Record<string, Job>;
export type JobName = keyof typeof jobs;

/** For the check before timing. */
export async function digestOf(path: string, engine: ReadOptions['engine']): Promise<string> {
  const model = await readLog(await openLog(path), { engine });
  return JSON.stringify(digestModel(model), (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

/**
 * Processor times of all threads, which a busy machine disturbs far less than it does the clock on the wall. On an idle
 * machine the two are close where one thread reads; what several threads gain shows only on the wall.
 */
export interface Measurement {
  readonly coldCpuMs: number;
  readonly warmCpuMs: number;
  readonly warmWallMs: number;
  readonly peakRssBytes: number;
  readonly outcome: string | number;
}

/** Runs a job a few times in this process: the first run is cold code, the median of the rest warm. */
export async function measure(job: JobName, path: string, runs: number): Promise<Measurement> {
  const cpuMs: number[] = [];
  const wallMs: number[] = [];
  let outcome: string | number = '';
  for (let run = 0; run < runs; run++) {
    const cpuBefore = process.cpuUsage();
    const wallBefore = performance.now();
    outcome = await jobs[job](path);
    wallMs.push(performance.now() - wallBefore);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpuMs.push((user + system) / 1000);
  }
  const warm = (times: readonly number[]) => median(times.slice(Math.min(1, times.length - 1)));
  return {
    coldCpuMs: cpuMs[0] ?? 0,
    warmCpuMs: warm(cpuMs),
    warmWallMs: warm(wallMs),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    outcome,
  };
}

/** The same in a process of its own, which is this program started again. */
export function measureApart(program: string, job: JobName, path: string, runs: number): Measurement {
  const args = [fileURLToPath(program), '--job', job, '--file', path, '--runs', String(runs)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measurement;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Reads the file once, so that all runs find it in the page cache. */
export function warmCache(path: string): number {
  let bytes = 0;
  for (const chunk of chunksOf(path)) bytes += chunk.length;
  return bytes;
}

function parseLines(path: string): number {
  let taskEnds = 0;
  let carried = '';
  for (const chunk of chunksOf(path)) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      const text = carried + chunk.toString('utf8', start, end);
      carried = '';
      if (isTaskEnd(JSON.parse(text))) taskEnds++;
      start = end + 1;
    }
    carried += chunk.toString('utf8', start);
  }
  return taskEnds;
}

async function parseByReadline(path: string): Promise<number> {
  let taskEnds = 0;
  for await (const line of createInterface({ input: createReadStream(path) }))
    if (isTaskEnd(JSON.parse(line))) taskEnds++;
  return taskEnds;
}

async function parseByStreamJson(path: string): Promise<number> {
  let taskEnds = 0;
  for await (const { value } of createReadStream(path).pipe(streamJsonLines.parser()) as AsyncIterable<{
    value: unknown;
  }>)
    if (isTaskEnd(value)) taskEnds++;
  return taskEnds;
}

function* chunksOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer))
    yield buffer.subarray(0, length);
  closeSync(file);
}

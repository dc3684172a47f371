import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { analyse, AppError, readLog, type ReadOptions } from '../packages/core/src/index.ts';
import { dataFolder, sourceLog } from './generate.ts';
import { openLog, readEventLines } from './lines.ts';
import { replay, takeApart } from './replay.ts';

/** A log may take this much for 2.5 million tasks, and no less is promised for fewer. */
const budgetBytes = 1.2e9;
/** Task ends without most of their accumulators, as a log of some gigabytes with 2.5 million tasks has them. */
const taskEndChars = 1_266;
const giantLineBytes = 1e9;
const bombBytes = 2 ** 31;

interface MemoryRow {
  readonly name: string;
  readonly path: string;
  readonly options: ReadOptions;
}

/** What reading and analysing one file took, in a process of its own. */
export interface MemoryMeasurement {
  readonly peakRssBytes: number;
  readonly wallMs: number;
  readonly outcome: string;
}

/** Reads and analyses a log; a refusal is an outcome too. */
export async function measureMemory(path: string, options: ReadOptions): Promise<MemoryMeasurement> {
  const startedMs = performance.now();
  let outcome: string;
  try {
    const { counts, quality } = analyse(await readLog(await openLog(path), options), path);
    outcome = `${counts.tasks} tasks, ${quality.linesOversized} walked`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    outcome = `refused (${error.code})`;
  }
  return {
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    wallMs: performance.now() - startedMs,
    outcome,
  };
}

/**
 * `npm run bench -- --memory [--tasks 2500000]`: peak resident memory for a long log, a decompression bomb and a giant line.
 * Makes files of 4 GB (with that many tasks) and 1 GB under `bench/data`. `script` is the bench itself.
 */
export async function benchMemory(script: string, taskCount: number): Promise<void> {
  mkdirSync(dataFolder, { recursive: true });
  const lines = await readEventLines(sourceLog);
  const tasks = longLog(lines, taskCount);
  const bomb = makeBomb(lines);
  const rows: MemoryRow[] = [
    { name: `${taskCount} tasks`, path: tasks, options: {} },
    { name: 'bomb, default limits', path: bomb, options: {} },
    { name: 'bomb, read all the same', path: bomb, options: { maxUnpackedRatio: 1e6 } },
    { name: 'a line of 1 GB', path: makeGiantLine(lines), options: {} },
  ];
  console.log(`${''.padEnd(26)}${['file MB', 'RSS MB', 'seconds'].map((cell) => cell.padStart(9)).join('')}  outcome`);
  for (const { name, path, options } of rows) {
    const args = [script, '--memory', '--file', path, '--job', JSON.stringify(options)];
    const measured = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as MemoryMeasurement;
    const cells = [statSync(path).size / 1e6, measured.peakRssBytes / 1e6, measured.wallMs / 1e3];
    const texts = cells.map((cell) => cell.toFixed(1).padStart(9)).join('');
    console.log(`${name.padEnd(26)}${texts}  ${measured.outcome}`);
    if (measured.peakRssBytes <= budgetBytes) continue;
    console.log(`${name}: more than the ${budgetBytes / 1e6} MB that it may take`);
    process.exitCode = 1;
  }
}

function longLog(lines: readonly string[], taskCount: number): string {
  const path = join(dataFolder, `memory-tasks-${taskCount}.jsonl`);
  return made(path, () => replay(takeApart(lines.map(shorten), 1), taskCount));
}

/** Cuts the list of accumulators, so that start and end of a task have the usual size of a log without them. */
function shorten(line: string): string {
  if (!line.startsWith('{"Event":"SparkListenerTaskEnd"')) return line;
  const excess = line.length - taskEndChars;
  return excess <= 0 ? line : line.replace(/"Accumulables":\[.*?\]/, (list) => cutList(list, list.length - excess));
}

function cutList(list: string, length: number): string {
  const end = list.lastIndexOf('},{', Math.max(length, 0));
  return end < 0 ? '"Accumulables":[]' : `${list.slice(0, end)}}]`;
}

/** Two gigabytes of blank lines behind a whole log: 1000:1, which no log is. */
function makeBomb(lines: readonly string[]): string {
  const path = join(dataFolder, 'memory-bomb.gz');
  const piece = gzipSync(Buffer.alloc(2 ** 26, '\n'), { level: 9 });
  return made(path, function* () {
    yield gzipSync(lines.map((line) => `${line}\n`).join(''));
    for (let bytes = 0; bytes < bombBytes; bytes += 2 ** 26) yield piece;
  });
}

/** A whole log, and in it a query with a plan text of a gigabyte. */
function makeGiantLine(lines: readonly string[]): string {
  const path = join(dataFolder, 'memory-giant-line.jsonl');
  const plan = '+- Project [amount#1, region#2]\\n   +- Scan parquet (Location: a folder)\\n'.repeat(1_000);
  return made(path, function* () {
    yield `${lines.slice(0, -1).join('\n')}\n`;
    yield '{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart","executionId":999999,"physicalPlanDescription":"';
    for (let bytes = 0; bytes < giantLineBytes; bytes += plan.length) yield plan;
    yield `","time":1}\n${lines.at(-1) ?? ''}\n`;
  });
}

/** Writes a file unless it is there already, and gives its path. */
function made(path: string, pieces: () => Iterable<string | Uint8Array>): string {
  if (existsSync(path)) return path;
  const file = openSync(`${path}.part`, 'w');
  for (const piece of pieces()) writeSync(file, typeof piece === 'string' ? Buffer.from(piece) : piece);
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

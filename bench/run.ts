/**
 * `npm run bench -- [--tasks 100000] [--sizes 100000,1000000] [--rounds 3] [--runs 4] [--check]`: how fast logs are read, as
 * ratios to bare `JSON.parse` per line over the same file in the same run. Absolute times differ between machines and
 * hours; ratios hardly do. `--sizes` shows how time and memory of a whole process grow with the tasks of a log; `--memory`
 * measures the memory for hostile and very long logs instead, `--passes` each pass over the tasks of a log that has been read.
 */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ReadOptions } from '../packages/core/src/index.ts';
import { checkBudgets } from './budgets.ts';
import { generateLog, generatePackedLog } from './generate.ts';
import { digestOf, measure, measureApart, median, warmCache, type JobName, type Measurement } from './measure.ts';
import { benchMemory, measureMemory } from './memory.ts';
import { benchPasses, measurePasses } from './passes.ts';
import { buildSimdjson, measurePython, measureSimdjson, pythonRuns } from './others.ts';
import { printReaders, type Reader } from './print.ts';
import { measureProcesses, measureSizes } from './processes.ts';

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100000' },
    sizes: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '4' },
    check: { type: 'boolean', default: false },
    /** Measure memory instead of time. */
    memory: { type: 'boolean', default: false },
    /** Measure what follows reading. */
    passes: { type: 'boolean', default: false },
    /** Used by the bench itself: measure one job here and print the result. */
    job: { type: 'string' },
    file: { type: 'string' },
  },
});
const runs = Number(options.runs);
const rounds = Number(options.rounds);
const engines = ['json', 'table', 'wasm'] as const;

async function main(): Promise<void> {
  if (options.memory) {
    if (options.job === undefined) await benchMemory(fileURLToPath(import.meta.url), Number(options.tasks));
    else console.log(JSON.stringify(await measureMemory(options.file ?? '', JSON.parse(options.job) as ReadOptions)));
    return;
  }
  if (options.passes) {
    if (options.file === undefined) await benchPasses(import.meta.url, Number(options.tasks), runs);
    else console.log(JSON.stringify(await measurePasses(options.file, runs)));
    return;
  }
  if (options.job !== undefined) {
    console.log(JSON.stringify(await measure(options.job as JobName, options.file ?? '', runs)));
    return;
  }
  const tasks = Number(options.tasks);
  const plain = await generateLog(tasks);
  const packed = await generatePackedLog(tasks);
  const wide = await generateLog(Math.ceil(tasks / 5), 'sql-heavy');
  await checkResults(packed === undefined ? [plain] : [plain, packed]);
  await checkResults([wide]);
  const ratios = new Map([
    ...compare(plain, [
      ...ownReaders(plain),
      ...foreignReaders(plain),
      ...(packed === undefined ? [] : packedReaders(packed)),
    ]),
    ...compare(wide, [
      own('SQL-heavy: readLog, engine table', 'table', wide),
      own('SQL-heavy: readLog, engine wasm', 'wasm', wide),
    ]),
    ...measureProcesses(import.meta.url, plain, packed, rounds),
  ]);
  if (options.sizes !== '') await measureSizes(options.sizes.split(',').map(Number));
  if (options.check) checkBudgets(ratios, tasks);
}

function own(name: string, job: JobName, path: string): Reader {
  return { name, path, measure: () => measureApart(import.meta.url, job, path, runs) };
}

function ownReaders(path: string): Reader[] {
  return [
    own('reading alone', 'read', path),
    own('bytes only', 'decode', path),
    ...engines.map((engine) => own(`readLog, engine ${engine}`, engine, path)),
    own('readLog, threads', 'threads', path),
    own('readLog + analyse', 'analyse', path),
  ];
}

function packedReaders(path: string): Reader[] {
  return [
    own('zstd: bytes only', 'decode', path),
    ...engines.map((engine) => own(`zstd: readLog, engine ${engine}`, engine, path)),
    own('zstd: readLog, threads', 'threads', path),
    own('zstd: readLog + analyse', 'analyse', path),
  ];
}

function foreignReaders(path: string): Reader[] {
  const readers = [own('JSON.parse, readline', 'readline', path), own('stream-json, jsonl', 'streamJson', path)];
  if (pythonRuns()) readers.push({ name: 'Python json.loads', path, measure: () => measurePython(path, 1) });
  else console.log('No row for Python: there is no python3.');
  const missing = buildSimdjson();
  if (missing === undefined)
    readers.push({ name: 'C++ simdjson On-Demand', path, measure: () => measureSimdjson(path, runs) });
  else console.log(`No row for C++ simdjson: ${missing}.`);
  return readers;
}

/** A fast wrong answer is worth nothing: all engines must read the same model from the same log, packed or not. */
async function checkResults(paths: readonly string[]): Promise<void> {
  // Names of files and the sizes they had are part of a model.
  const digest = async (path: string, engine: (typeof engines)[number]) =>
    (await digestOf(path, engine)).replaceAll(path, '');
  const [first = ''] = paths;
  const expected = await digest(first, 'json');
  for (const path of paths) {
    for (const engine of engines) {
      if ((await digest(path, engine)) !== expected) throw new Error(`engine ${engine} reads ${path} differently`);
    }
  }
}

/** Rounds over all readers, so that a busy minute of the machine hits all of them. Returns how much faster than the yardstick. */
function compare(textPath: string, others: readonly Reader[]): Map<string, number> {
  const readers = [own('JSON.parse per line', 'parse', textPath), ...others];
  const measured = readers.map((): Measurement[] => []);
  for (let round = 0; round < rounds; round++) {
    readers.forEach((reader, index) => {
      warmCache(reader.path);
      measured[index]?.push(reader.measure());
    });
  }
  const results = measured.map((each): Measurement => {
    const of = (field: Exclude<keyof Measurement, 'outcome'>) => median(each.map((measurement) => measurement[field]));
    return {
      coldCpuMs: of('coldCpuMs'),
      warmCpuMs: of('warmCpuMs'),
      warmWallMs: of('warmWallMs'),
      peakRssBytes: of('peakRssBytes'),
      outcome: each[0]?.outcome ?? '',
    };
  });
  checkOutcomes(readers, results);
  return printReaders(readers, results, statSync(textPath).size);
}

/** All but those that do not look at lines count the same tasks. */
function checkOutcomes(readers: readonly Reader[], results: readonly Measurement[]): void {
  readers.forEach(({ name }, index) => {
    const outcome = results[index]?.outcome;
    if (/reading|bytes/.test(name) || outcome === results[0]?.outcome) return;
    throw new Error(`${name} counts ${String(outcome)} tasks instead of ${String(results[0]?.outcome)}`);
  });
}

await main();

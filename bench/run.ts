/**
 * `npm run bench -- [--tasks 100000] [--rounds 3] [--check]`: how fast logs are read, as ratios to bare `JSON.parse` per
 * line over the same file in the same run. Absolute times differ between machines and hours; ratios hardly do.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateLog, packLikeSpark } from './generate.ts';
import type { ReadOptions } from '../packages/core/src/index.ts';
import { benchMemory, measureMemory } from './memory.ts';
import { digestOf, measure, median, warmCache, type JobName, type Measurement } from './measure.ts';

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '4' },
    check: { type: 'boolean', default: false },
    /** Measure memory instead of time. */
    memory: { type: 'boolean', default: false },
    /** Used by the bench itself: measure one job here and print the result. */
    job: { type: 'string' },
    file: { type: 'string' },
  },
});

interface Row {
  readonly name: string;
  readonly job: JobName;
  readonly path: string;
}

async function main(): Promise<void> {
  if (options.memory) {
    if (options.job === undefined) await benchMemory(fileURLToPath(import.meta.url), Number(options.tasks));
    else console.log(JSON.stringify(await measureMemory(options.file ?? '', JSON.parse(options.job) as ReadOptions)));
    return;
  }
  if (options.job !== undefined) {
    console.log(JSON.stringify(await measure(options.job as JobName, options.file ?? '', Number(options.runs))));
    return;
  }
  const plain = await generateLog(Number(options.tasks));
  const packed = packLikeSpark(plain);
  const engines = ['json', 'table', 'wasm'] as const;
  await checkResults(plain, packed, engines);
  const rows: Row[] = [
    { name: 'JSON.parse per line', job: 'parse', path: plain },
    { name: 'bytes only', job: 'decode', path: plain },
    ...engines.map((engine): Row => ({ name: `readLog, engine ${engine}`, job: engine, path: plain })),
    { name: 'readLog + analyse', job: 'analyse', path: plain },
  ];
  if (packed !== undefined) {
    rows.push(
      { name: 'zstd: bytes only', job: 'decode', path: packed },
      ...engines.map((engine): Row => ({ name: `zstd: readLog, engine ${engine}`, job: engine, path: packed })),
      { name: 'zstd: readLog + analyse', job: 'analyse', path: packed },
    );
  }
  const results = measureAll(rows);
  print(rows, results, statSync(plain).size);
  if (options.check) checkBudgets(rows, results);
}

/** A fast wrong answer is worth nothing. */
async function checkResults(
  plain: string,
  packed: string | undefined,
  engines: readonly ('json' | 'table' | 'wasm')[],
) {
  // Names of files and the sizes they had are part of a model.
  const digest = async (path: string, engine: (typeof engines)[number]) =>
    (await digestOf(path, engine)).replaceAll(path, '');
  const expected = await digest(plain, 'json');
  for (const path of packed === undefined ? [plain] : [plain, packed]) {
    for (const engine of engines) {
      if ((await digest(path, engine)) !== expected) throw new Error(`engine ${engine} reads ${path} differently`);
    }
  }
}

/** Rounds over all rows, so that a busy minute of the machine hits all of them. */
function measureAll(rows: readonly Row[]): Measurement[] {
  const rounds: Measurement[][] = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    rounds.push(
      rows.map((row) => {
        warmCache(row.path);
        const args = [fileURLToPath(import.meta.url), '--job', row.job, '--file', row.path, '--runs', options.runs];
        return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measurement;
      }),
    );
  }
  return rows.map((_, index) => {
    const each = (field: Exclude<keyof Measurement, 'outcome'>) =>
      median(rounds.flatMap((round) => round[index]?.[field] ?? []));
    return {
      coldCpuMs: each('coldCpuMs'),
      warmCpuMs: each('warmCpuMs'),
      warmWallMs: each('warmWallMs'),
      peakRssBytes: each('peakRssBytes'),
      outcome: rounds[0]?.[index]?.outcome ?? '',
    };
  });
}

function print(rows: readonly Row[], results: readonly Measurement[], plainBytes: number): void {
  const [yardstick] = results;
  if (yardstick === undefined) return;
  const tasks = Number(yardstick.outcome);
  console.log(
    `${tasks} tasks, ${(plainBytes / 1e6).toFixed(0)} MB of text; medians of processor time; "x" = times the speed of the first row`,
  );
  const line = (...cells: string[]) => {
    console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(28) : cell.padStart(9))).join(''));
  };
  line('', 'cpu ms', 'MB/s', 'ns/task', 'x', 'cold ms', 'x', 'wall ms', 'RSS MB');
  results.forEach(({ warmCpuMs, coldCpuMs, warmWallMs, peakRssBytes }, index) => {
    line(
      rows[index]?.name ?? '',
      warmCpuMs.toFixed(0),
      (plainBytes / 1e3 / warmCpuMs).toFixed(0),
      ((warmCpuMs * 1e6) / tasks).toFixed(0),
      (yardstick.warmCpuMs / warmCpuMs).toFixed(2),
      coldCpuMs.toFixed(0),
      (yardstick.coldCpuMs / coldCpuMs).toFixed(2),
      warmWallMs.toFixed(0),
      (peakRssBytes / 1e6).toFixed(0),
    );
  });
}

/** Compares warm ratios with what must not be lost; a missed one makes the run fail. */
function checkBudgets(rows: readonly Row[], results: readonly Measurement[]): void {
  const budgets = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
    fromTasks: number;
    timesFasterThanParse: Record<string, number>;
  };
  // In short runs the code is not yet compiled, and low-volume events weigh more.
  if (Number(options.tasks) < budgets.fromTasks) {
    console.log(`budgets hold from ${budgets.fromTasks} tasks on`);
    return;
  }
  for (const [name, minimum] of Object.entries(budgets.timesFasterThanParse)) {
    const index = rows.findIndex((row) => row.name === name);
    const result = results[index];
    if (result === undefined) continue;
    const ratio = (results[0]?.warmCpuMs ?? 0) / result.warmCpuMs;
    if (ratio >= minimum) continue;
    console.log(`${name}: ${ratio.toFixed(2)} x JSON.parse per line, and ${minimum} must not be lost`);
    process.exitCode = 1;
  }
}

await main();

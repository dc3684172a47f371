import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatePackedLog } from './generate.ts';
import { median, warmCache } from './measure.ts';
import { measureHelp, measureNode, measureReport, type ProcessMeasurement } from './others.ts';
import { printRow } from './print.ts';

/**
 * Whole cold processes, from start to end: `cinderlog report --format json` beside a process that only parses each line, and
 * `--help` beside one that does nothing. Returns by name how much faster than the parsing one they are.
 */
export function measureProcesses(
  program: string,
  plain: string,
  packed: string | undefined,
  rounds: number,
): Map<string, number> {
  const parse = [fileURLToPath(program), '--job', 'parse', '--runs', '1', '--file', plain];
  const rows: readonly { readonly name: string; readonly run: () => ProcessMeasurement }[] = [
    { name: 'process: JSON.parse per line', run: () => measureNode(parse) },
    { name: 'process: report', run: () => measureReport(plain) },
    { name: 'process: report, one thread', run: () => measureReport(plain, ['--threads', '1']) },
    ...(packed === undefined ? [] : [{ name: 'process: report, zstd', run: () => measureReport(packed) }]),
    { name: 'process: --help', run: measureHelp },
    { name: 'process: node -e 0', run: () => measureNode(['-e', '0']) },
  ];
  console.log('\nWhole cold processes');
  printRow('', 'cpu ms', 'wall ms', 'x', 'RSS MB');
  const ratios = new Map<string, number>();
  let yardstickMs = 0;
  for (const { name, run } of rows) {
    warmCache(plain);
    const measured = Array.from({ length: rounds }, run);
    const of = (field: 'cpuMs' | 'wallMs' | 'peakRssBytes') => median(measured.map((each) => each[field]));
    yardstickMs ||= of('cpuMs');
    ratios.set(name, yardstickMs / of('cpuMs'));
    printRow(
      name,
      of('cpuMs').toFixed(0),
      of('wallMs').toFixed(0),
      (yardstickMs / of('cpuMs')).toFixed(2),
      (of('peakRssBytes') / 1e6).toFixed(0),
    );
  }
  return ratios;
}

/** How time and memory of `cinderlog report` grow with the tasks of a log, and how long it takes on one thread alone. */
export async function measureSizes(sizes: readonly number[]): Promise<void> {
  console.log('\ncinderlog report --format json over zstd');
  printRow('tasks', 'stored MB', 'cpu ms', 'wall ms', 'alone ms', 'ns/task', 'RSS MB', 'B/task');
  for (const size of sizes) {
    const path = await generatePackedLog(size);
    if (path === undefined) return;
    warmCache(path);
    const { cpuMs, wallMs, peakRssBytes, tasks } = measureReport(path);
    const alone = measureReport(path, ['--threads', '1']);
    printRow(
      String(tasks),
      (statSync(path).size / 1e6).toFixed(0),
      cpuMs.toFixed(0),
      wallMs.toFixed(0),
      alone.wallMs.toFixed(0),
      ((cpuMs * 1e6) / tasks).toFixed(0),
      (peakRssBytes / 1e6).toFixed(0),
      (peakRssBytes / tasks).toFixed(0),
    );
  }
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dataFolder } from './generate.ts';
import { median, type Measurement } from './measure.ts';

const source = 'bench/simdjson-extract.cpp';
const program = resolve(dataFolder, 'simdjson-extract');
const builtCli = 'packages/cli/dist/bin.js';

/** Builds the C++ yardstick; what is missing for it, if something is. */
export function buildSimdjson(): string | undefined {
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return undefined;
  const flags = ['-O3', '-march=native', '-std=c++17', source, '-lsimdjson', '-o', program];
  const { status, error, stderr } = spawnSync('c++', flags, { encoding: 'utf8' });
  if (error !== undefined) return 'there is no C++ compiler (c++)';
  if (status === 0) return undefined;
  return stderr.includes('simdjson.h') ? 'simdjson is not installed (Debian: libsimdjson-dev)' : stderr;
}

export function measureSimdjson(path: string, runs: number): Measurement {
  return measureProgram(program, [path, String(runs)]);
}

const pythonText = `
import json, sys, time
for run in range(int(sys.argv[2])):
    start, ends = time.process_time(), 0
    with open(sys.argv[1], 'rb') as log:
        for line in log:
            if json.loads(line)['Event'] == 'SparkListenerTaskEnd': ends += 1
    print(ends, 0, (time.process_time() - start) * 1000)
`;

export function pythonRuns(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}

export function measurePython(path: string, runs: number): Measurement {
  return measureProgram('python3', ['-c', pythonText, path, String(runs)]);
}

/** Of programs that print "task ends, checksum, milliseconds" for each run. They have no code to warm up. */
function measureProgram(command: string, args: readonly string[]): Measurement {
  const lines = execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n');
  const times = lines.map((line) => Number(line.split(' ')[2]));
  return {
    coldCpuMs: times[0] ?? 0,
    warmCpuMs: median(times),
    warmWallMs: median(times),
    peakRssBytes: 0,
    outcome: Number(lines[0]?.split(' ')[0]),
  };
}

/** Of a whole process, from its start to its end. */
export interface ProcessMeasurement {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakRssBytes: number;
  readonly stdout: string;
}

/** Loaded into a Node process, it writes what the process took when it ends. */
const meter =
  `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>{const u=process.resourceUsage();
writeFileSync(process.env.BENCH_METER,JSON.stringify([(u.userCPUTime+u.systemCPUTime)/1e3,u.maxRSS*1024]))})`.replace(
    '\n',
    '',
  );

/** `node` with these arguments, cold. */
export function measureNode(args: readonly string[]): ProcessMeasurement {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const meterFile = join(folder, 'meter');
  try {
    const start = performance.now();
    const stdout = execFileSync(process.execPath, ['--import', meter, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      env: { ...process.env, BENCH_METER: meterFile },
    });
    const wallMs = performance.now() - start;
    const [cpuMs = 0, peakRssBytes = 0] = JSON.parse(readFileSync(meterFile, 'utf8')) as number[];
    return { wallMs, cpuMs, peakRssBytes, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The built program, as users run it; the outcome is the number of tasks in its report. */
export function measureReport(
  path: string,
  flags: readonly string[] = [],
): ProcessMeasurement & { readonly tasks: number } {
  const measured = measureNode([builtCli, 'report', path, '--format', 'json', ...flags]);
  const { counts } = JSON.parse(measured.stdout) as { counts: { tasks: number } };
  return { ...measured, tasks: counts.tasks };
}

export function measureHelp(): ProcessMeasurement {
  return measureNode([builtCli, '--help']);
}

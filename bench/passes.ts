import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Facts } from '../packages/core/src/derive/facts.ts';
import { gatherTaskFailures } from '../packages/core/src/derive/task-failures.ts';
import { detectors } from '../packages/core/src/detectors/index.ts';
import { analyse, readLog, type ApplicationModel } from '../packages/core/src/index.ts';
import { countMissingRuns, countMissingTaskIds } from '../packages/core/src/model/missing-tasks.ts';
import { generatePackedLog } from './generate.ts';
import { openLog } from './lines.ts';
import { median } from './measure.ts';
import { printRow } from './print.ts';

type Step = readonly [name: string, run: (facts: Facts) => unknown];

/** What passes over tasks, in an order in which each step finds what it builds on already there. */
const steps: readonly Step[] = [
  ['missing tasks', ({ model }) => [countMissingRuns(model), countMissingTaskIds(model, true)]],
  ['tasks by stage and duration', (facts) => facts.stageTasks],
  ['sums and quantiles of stages', (facts) => facts.stageStats],
  ['parts of stage time', (facts) => facts.stageTimeParts],
  ['slots and shares of stages', (facts) => facts.stages],
  ['wall-clock ledgers', (facts) => facts.wallClock],
  ['core-time ledger', (facts) => facts.coreTime],
  ['work of executors', (facts) => facts.executorWork],
  ['failures of tasks', ({ model }) => gatherTaskFailures(model)],
  ...detectors.map((detector): Step => [`detector ${detector.id}`, (facts) => detector.detect(facts)]),
];
/** Detectors below this are added up: they look at stages, not at tasks. */
const leastNs = 3;

interface PassTimes {
  readonly tasks: number;
  /** Of each step, and of the whole analysis after them, per run. */
  readonly cpuMs: readonly (readonly number[])[];
}

/** Runs all steps some times in this process over one model: the first run is cold code. */
export async function measurePasses(path: string, runs: number): Promise<PassTimes> {
  const model = await readLog(await openLog(path));
  const cpuMs: number[][] = [];
  for (let run = 0; run < runs; run++) cpuMs.push(measureRun(model, path));
  return { tasks: model.tasks.rowCount, cpuMs };
}

function measureRun(model: ApplicationModel, path: string): number[] {
  const facts = new Facts(model);
  const measured = steps.map(([, run]) => cpuMsOf(() => run(facts)));
  return [...measured, cpuMsOf(() => analyse(model, path))];
}

function cpuMsOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * `npm run bench -- --passes [--tasks 1000000]`: what each pass over the tasks costs when a log has been read, in nanoseconds of
 * processor time per task. `program` is the bench itself.
 */
export async function benchPasses(program: string, taskCount: number, runs: number): Promise<void> {
  const path = await generatePackedLog(taskCount);
  if (path === undefined) throw new Error('the bench needs zstd to make its log');
  const args = [fileURLToPath(program), '--passes', '--file', path, '--runs', String(runs)];
  const { tasks, cpuMs } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as PassTimes;
  const nsOf = (ms: number) => (ms * 1e6) / tasks;
  const of = (step: number) => ({
    cold: nsOf(cpuMs[0]?.[step] ?? 0),
    warm: nsOf(median(cpuMs.slice(1).map((run) => run[step] ?? 0))),
  });
  const rest = { cold: 0, warm: 0 };
  const all = { cold: 0, warm: 0 };
  printRow(`${tasks} tasks, ns a task`, 'cold', 'warm');
  const print = (name: string, { cold, warm }: typeof rest) => {
    printRow(name, cold.toFixed(0), warm.toFixed(0));
  };
  steps.forEach(([name], index) => {
    const measured = of(index);
    const addTo = (sums: typeof rest) => {
      sums.cold += measured.cold;
      sums.warm += measured.warm;
    };
    addTo(all);
    if (name.startsWith('detector') && measured.cold < leastNs) addTo(rest);
    else print(name, measured);
  });
  print('other detectors', rest);
  print('all of these', all);
  // In the first run it comes behind the steps, so its code is warm there too.
  printRow('the whole analysis', '', of(steps.length).warm.toFixed(0));
}

import { existsSync } from 'node:fs';
import { compareRuns, workingMs, type Comparison, type RunSummary } from '@cinderlog/core';
import { Random } from './random.ts';
import { measuredSpread, readRecorded, type RecordedRun } from './recorded-runs.ts';
import {
  executorLost,
  fewerCores,
  gap,
  moreData,
  simulateRun,
  skew,
  slower,
  type Change,
  type Noise,
} from './simulate.ts';

// How often `cinderlog check` raises a false alarm, finds a real slowdown, and names its true cause.
//   1. Runs that the lab recorded with real Spark: every choice of baseline runs, or many of them.
//   2. SIMULATED runs for large numbers, made from a recorded one with the noise that was measured.

const baselineRuns = 5;
const choices = 200;
const simulated = 800;
/** Of each variant of the recorded job: the first cause that is right. Runs that only have more input or fewer slots must pass. */
const trueCauses: Readonly<Record<string, string>> = {
  'slower-5': 'more-work',
  'slower-10': 'more-work',
  'slower-25': 'more-work',
  'slower-100': 'more-work',
  'more-data': 'more-input',
  'fewer-cores': 'slots',
  'skew-added': 'skew',
  'executor-lost': 'executors-lost',
  'gap-added': 'non-spark-code',
};

interface Tally {
  comparisons: number;
  regressed: number;
  improved: number;
  causeNamed: number;
}

function tally(comparisons: readonly Comparison[], cause?: string): Tally {
  const count = (is: (comparison: Comparison) => boolean) => comparisons.filter(is).length;
  return {
    comparisons: comparisons.length,
    regressed: count(({ verdict }) => verdict === 'regressed'),
    improved: count(({ verdict }) => verdict === 'improved'),
    causeNamed: count((comparison) => firstCause(comparison) === cause),
  };
}

/** What added most. Start-up is told apart and cannot be what failed the run. */
function firstCause({ explanation }: Comparison): string | undefined {
  return explanation?.causes.find(({ cause, changeMs }) => changeMs > 0 && cause !== 'start-up')?.cause;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function print(name: string, { comparisons, regressed, improved, causeNamed }: Tally, cause?: string): void {
  const cells = [
    name.padEnd(34),
    `${comparisons} comparisons`.padEnd(18),
    `regressed ${percent(regressed, comparisons)}`.padEnd(19),
    `improved ${percent(improved, comparisons)}`.padEnd(17),
    cause === undefined ? '' : `true cause first ${percent(causeNamed, comparisons)}`,
  ];
  console.log(`  ${cells.join(' ').trimEnd()}`);
}

function recordedSection(title: string, runs: readonly RecordedRun[], random: Random): void {
  const unchanged = runs.filter(({ variant }) => variant === 'unchanged').map(({ summary }) => summary);
  if (unchanged.length === 0) return;
  const times = unchanged.map((run) => `${(workingMs(run) / 1000).toFixed(1)}`).join(' ');
  console.log(`\n${title}: ${unchanged.length} unchanged runs, working seconds ${times}`);
  if (unchanged.length < 2) return;
  const size = Math.min(baselineRuns, unchanged.length - 1);
  console.log(`  spread ${(100 * measuredSpread(unchanged)).toFixed(1)} %, judged against ${size} of them`);
  const alarms = Array.from({ length: choices }, () => {
    const [fresh, ...known] = random.pick(unchanged, size + 1);
    return compareRuns(known, fresh === undefined ? [] : [fresh]);
  });
  print('unchanged (false alarms)', tally(alarms));
  for (const variant of [...new Set(runs.map((run) => run.variant))].sort()) {
    if (variant === 'unchanged') continue;
    const changed = runs.filter((run) => run.variant === variant).map(({ summary }) => summary);
    const found = changed.flatMap((fresh) =>
      Array.from({ length: Math.ceil(choices / changed.length) }, () =>
        compareRuns(random.pick(unchanged, size), [fresh]),
      ),
    );
    print(`${variant} (${changed.length} runs)`, tally(found, trueCauses[variant]), trueCauses[variant]);
  }
}

function simulatedSection(
  recorded: RunSummary,
  noise: Noise,
  known: number,
  changes: readonly Change[],
  random: Random,
): void {
  const wild = noise.wildShare === 0 ? '' : `, ${percent(noise.wildShare, 1)} of runs wild`;
  console.log(`\nSIMULATED: spread ${(100 * noise.spread).toFixed(1)} %${wild}, ${known} baseline runs`);
  const compareOne = (apply: (run: RunSummary) => RunSummary) => {
    const runs = Array.from({ length: known + 1 }, (_, i) => simulateRun(recorded, noise, random, i));
    const [fresh, ...baseline] = runs;
    return compareRuns(baseline, fresh === undefined ? [] : [apply(fresh)]);
  };
  print('unchanged (false alarms)', tally(Array.from({ length: 2 * simulated }, () => compareOne((run) => run))));
  for (const change of changes) {
    const count = Math.ceil(simulated / 4);
    print(
      change.name,
      tally(
        Array.from({ length: count }, () => compareOne(change.apply)),
        change.cause,
      ),
      change.cause,
    );
  }
}

const random = new Random(20261121);
const archives = ['fixtures/repeats/nightly-orders.tar.zst', 'fixtures/repeats/nightly-orders-busy-machine.tar.zst'];
let seed: RunSummary | undefined;
const spreads: number[] = [];
for (const archive of archives.filter((path) => existsSync(path))) {
  const runs = await readRecorded(archive);
  recordedSection(`RECORDED (${archive})`, runs, random);
  const unchanged = runs.filter(({ variant }) => variant === 'unchanged').map(({ summary }) => summary);
  seed ??= unchanged[0];
  if (unchanged.length > 1) spreads.push(measuredSpread(unchanged));
}
if (seed === undefined) throw new Error('There are no recorded runs in fixtures/repeats.');
const changes = [
  slower(0.05),
  slower(0.1),
  slower(0.25),
  slower(1),
  gap(0.25),
  skew(0.25),
  executorLost(0.25),
  moreData,
  fewerCores,
];
for (const spread of spreads) simulatedSection(seed, { spread, wildShare: 0 }, baselineRuns, changes, random);
simulatedSection(seed, { spread: 0.05, wildShare: 0 }, baselineRuns, [slower(0.25)], random);
simulatedSection(seed, { spread: spreads[0] ?? 0.05, wildShare: 0.05 }, baselineRuns, [slower(0.25)], random);
for (const known of [1, 2, 10, 20]) {
  simulatedSection(seed, { spread: spreads[0] ?? 0.05, wildShare: 0 }, known, [slower(0.25), slower(1)], random);
}

import { compareConditions, mostExtrapolation, type Conditions } from './conditions.ts';
import { compareUnits, type UnitComparison } from './compare-units.ts';
import { explainDifference, type Explanation } from './explain/explain.ts';
import { judge, testDuration, type Judgement, type Verdict } from './judge.ts';
import { defaultCompareOptions, type CompareOptions } from './options.ts';
import type { RunSummary } from './run-summary.ts';
import { median } from '../util/median.ts';
import { runTimes, workingMs } from './working-time.ts';

/** New runs of a job against known ones. */
export interface Comparison {
  readonly job: string;
  /** Of the working time: the run without start-up and waiting for executors. */
  readonly verdict: Verdict;
  /** Why it cannot be judged; only with the verdict `not-comparable`. */
  readonly notComparable?: string;
  readonly knownRuns: number;
  readonly freshRuns: number;
  readonly conditions: Conditions;
  readonly working?: Judgement;
  /** Start-up and waiting for executors. */
  readonly waiting?: Judgement;
  readonly units: readonly UnitComparison[];
  readonly explanation?: Explanation;
}

/**
 * Judges new runs of a job by known ones. Several new runs are judged together by their median.
 *
 * The run's working time is tested by itself at the false-alarm rate. Queries and stages form a second family, corrected by Holm.
 */
export function compareRuns(
  known: readonly RunSummary[],
  fresh: readonly RunSummary[],
  options: CompareOptions = defaultCompareOptions,
): Comparison {
  const anchor = fresh[0];
  const common = { job: anchor?.job ?? '', knownRuns: known.length, freshRuns: fresh.length };
  const refuse = (notComparable: string, conditions: Conditions = { inputRatio: 1, slotsRatio: 1 }): Comparison => ({
    ...common,
    verdict: 'not-comparable',
    notComparable,
    conditions,
    units: [],
  });
  if (anchor === undefined) return refuse('there is no new run');
  if (known.length === 0) return refuse('there is no baseline run to compare with');
  const perRun = known.map((run) => medianConditions(fresh.map((one) => compareConditions(run, one))));
  const conditions = medianConditions(perRun);
  const explanation = explainDifference(known, fresh, conditions);
  const tooDifferent = whyTooDifferent(conditions, known, fresh);
  if (tooDifferent !== undefined) return { ...refuse(tooDifferent, conditions), explanation };
  const judgeTimes = (
    values: (run: RunSummary, own: Conditions) => [measured: number, least: number, most: number],
    freshOf: (run: RunSummary) => number,
  ) => {
    const expected = known.map((run, i) => {
      const [measuredMs, leastMs, mostMs] = values(run, perRun[i] ?? conditions);
      return { measuredMs, leastMs, mostMs };
    });
    const tested = testDuration(expected, fresh.map(freshOf), options, options.falseAlarmRate);
    return judge(tested, options.falseAlarmRate, options.leastChange, tested.slower.pSlower, tested.faster.pFaster);
  };
  const working = judgeTimes((run, own) => expectedWorking(run, own), workingMs);
  const waiting = judgeTimes(
    (run) => {
      const { waitingMs } = runTimes(run);
      return [waitingMs, waitingMs, waitingMs];
    },
    (run) => runTimes(run).waitingMs,
  );
  return {
    ...common,
    verdict: working.verdict,
    conditions,
    working,
    waiting,
    units: compareUnits(known, fresh, perRun, options),
    explanation,
  };
}

/** Only time with tasks scales with input and slots, and at most in proportion. */
function expectedWorking(run: RunSummary, { inputRatio, slotsRatio }: Conditions): [number, number, number] {
  const { serialMs, runningMs } = runTimes(run);
  const scaled = (factor: number) => serialMs + runningMs * factor;
  return [
    serialMs + runningMs,
    scaled(Math.min(1, inputRatio) * Math.min(1, slotsRatio)),
    scaled(Math.max(1, inputRatio) * Math.max(1, slotsRatio)),
  ];
}

function medianConditions(all: readonly Conditions[]): Conditions {
  return {
    inputRatio: median(all.map(({ inputRatio }) => inputRatio)),
    slotsRatio: median(all.map(({ slotsRatio }) => slotsRatio)),
  };
}

function whyTooDifferent(
  { inputRatio, slotsRatio }: Conditions,
  known: readonly RunSummary[],
  fresh: readonly RunSummary[],
): string | undefined {
  const beyond = (ratio: number) => ratio > mostExtrapolation || ratio < 1 / mostExtrapolation;
  if (beyond(inputRatio)) return `the input is ${describeRatio(inputRatio)} that of the baseline`;
  if (beyond(slotsRatio)) return `the cluster had ${describeRatio(1 / slotsRatio)} the slots of the baseline`;
  const idle = (runs: readonly RunSummary[]) => runs.every((run) => workingMs(run) === 0);
  if (idle(known) || idle(fresh)) return 'nothing was run on Spark in it';
  return undefined;
}

function describeRatio(ratio: number): string {
  return `${ratio.toPrecision(2)} times`;
}

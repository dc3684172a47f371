import { isRunningLabel } from '../summarise-run.ts';
import { growthOfWork, type RunningParts } from './decompose.ts';
import type { LedgerChange } from './ledger-changes.ts';
import type { Reference } from './reference.ts';
import type { StageChange } from './stage-changes.ts';

/** Names of causes. A label of the ledger (`planning`, `non-spark-code`, `start-up` …) is one too. */
export const namedCauses = [
  'more-input',
  'more-work',
  'executors-lost',
  'slots',
  'skew',
  'idle-slots',
  'thrown-away',
] as const;

/** A part of the difference with a name. */
export interface Cause {
  /** One of {@link namedCauses}, or the ledger label under which the time went. */
  readonly cause: string;
  /** Wall clock that it added; negative where it saved time. */
  readonly changeMs: number;
  /** What grew most within it: what tasks did (`compute`, `gc`, `shuffle-fetch-wait` …). */
  readonly mostly?: string;
  /** The stage that shows it best. */
  readonly stage?: StageChange;
}

export interface CauseInput {
  readonly known: Reference;
  readonly fresh: Reference;
  readonly ledger: readonly LedgerChange[];
  readonly parts: RunningParts;
  readonly inputRatio: number;
  readonly executorsWereLost: boolean;
  readonly stages: readonly StageChange[];
}

/** A loss leaves its traces under these labels: waiting for a new executor, and for data that went with the old one. */
const labelsOfLoss: ReadonlySet<string> = new Set(['waiting-for-executors', 'fetch-failure-wait', 'scheduling-delay']);
/** The longest task against the median one has to grow by this factor before a tail is called skew. */
const skewGrowth = 1.5;

/**
 * Names the parts of the difference. They sum to it: lines of the ledger without tasks stand for themselves, and the time with
 * tasks is split by its factors.
 */
export function findCauses(input: CauseInput): Cause[] {
  const { ledger, parts, executorsWereLost } = input;
  const outside = ledger.filter(({ label }) => !isRunningLabel(label));
  const running = ledger.filter(({ label }) => isRunningLabel(label)).reduce((sum, line) => sum + line.changeMs, 0);
  // The parts come from unrounded means: what rounding moved goes where most of the work is.
  const rest = running - Object.values(parts).reduce((sum: number, part: number) => sum + part, 0);
  const lossLines = executorsWereLost ? outside.filter(({ label }) => labelsOfLoss.has(label)) : [];
  const causes: Cause[] = outside
    .filter((line) => !lossLines.includes(line))
    .map(({ label, changeMs }) => ({ cause: label, changeMs }));
  causes.push({ cause: 'more-input', changeMs: parts.input });
  causes.push(moreWork(input, parts.workPerInput + rest));
  if (executorsWereLost) {
    const lost = lossLines.reduce((sum, { changeMs }) => sum + changeMs, parts.thrownAway + parts.slots);
    // Tasks of one executor that wait behind each other leave slots of the other free; that too is the loss.
    causes.push({ cause: 'executors-lost', changeMs: lost + parts.idleSlots });
  } else {
    causes.push({ cause: 'slots', changeMs: parts.slots }, { cause: 'thrown-away', changeMs: parts.thrownAway });
    causes.push(idleSlots(input));
  }
  return roundTogether(causes.filter(({ changeMs }) => changeMs !== 0)).sort(
    (a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs),
  );
}

function moreWork({ known, fresh, inputRatio, stages }: CauseInput, changeMs: number): Cause {
  const [grown] = growthOfWork(known, fresh, inputRatio).filter(({ coreMs }) => coreMs > 0 === changeMs > 0);
  const stage = largest(stages, (one) => (one.fresh.taskMs - one.known.taskMs) * Math.sign(changeMs));
  return { cause: 'more-work', changeMs, ...(grown && { mostly: grown.label }), ...(stage && { stage }) };
}

function idleSlots({ parts, stages }: CauseInput): Cause {
  const changeMs = parts.idleSlots;
  const skewOf = ({ longestTaskMs, medianTaskMs }: StageChange['known']) =>
    medianTaskMs > 0 ? longestTaskMs / medianTaskMs : 1;
  const skewed = largest(
    stages.filter((one) => one.fresh.tasks > 1 && skewOf(one.fresh) > skewGrowth * skewOf(one.known)),
    (one) => one.fresh.longestTaskMs - one.known.longestTaskMs,
  );
  if (changeMs > 0 && skewed !== undefined) return { cause: 'skew', changeMs, stage: skewed };
  return { cause: 'idle-slots', changeMs };
}

function largest<Item>(items: readonly Item[], sizeOf: (item: Item) => number): Item | undefined {
  let best: Item | undefined;
  for (const item of items) if (sizeOf(item) > (best === undefined ? 0 : sizeOf(best))) best = item;
  return best;
}

/** Whole milliseconds that sum to what they summed to before. */
function roundTogether(causes: readonly Cause[]): Cause[] {
  let carried = 0;
  return causes.map((cause) => {
    const exact = cause.changeMs + carried;
    const changeMs = Math.round(exact);
    carried = exact - changeMs;
    return { ...cause, changeMs };
  });
}

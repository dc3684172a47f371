import { groupBy } from '../../packages/core/src/util/group-by.ts';
import type { Scenario, SetName } from './scenarios.ts';
import { scoreGaps } from './score-gaps.ts';
import { falseAlarms, isClean, scoreKinds, type KindScore } from './score-kinds.ts';
import { scorePrice, type Price } from './score-prices.ts';
import { scoreRemovals, type Classified } from './score-removals.ts';
import { distributionOf, type Distribution } from './statistics.ts';

/** Everything that is measured over one set of scenarios. Shares are 0 to 1; undefined where there was nothing to count. */
export interface Accuracy {
  readonly set: SetName;
  readonly scenarios: number;
  readonly runs: number;
  readonly removals: Classification;
  readonly gaps: Classification;
  readonly kinds: readonly KindAccuracy[];
  readonly clean: { readonly runs: number; readonly quiet: number; readonly falseAlarms: number };
  readonly certainButWrong: number;
  readonly prices: {
    readonly pairs: number;
    /** Pairs for which nothing was priced at all. */
    readonly unpriced: number;
    readonly absoluteError: Distribution | undefined;
    readonly signedError: Distribution | undefined;
    /** Of the prices that findings would have by themselves, before overlapping ones share. */
    readonly absoluteErrorAlone: Distribution | undefined;
    readonly byKind: readonly { readonly kind: string; readonly pairs: number; readonly medianAbsoluteError: number }[];
  };
  readonly details: Details;
}

export interface Classification {
  readonly total: number;
  readonly correct: number;
  readonly share: number | undefined;
  /** Of the correct ones, those that name the true class and not one that the log cannot rule out. */
  readonly exact: number;
  /** How often each true class was reported as what. */
  readonly confusion: readonly { readonly truth: string; readonly reported: string; readonly count: number }[];
}

export interface KindAccuracy {
  readonly kind: string;
  readonly found: number;
  readonly missed: number;
  readonly false: number;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
}

/** Single runs: printed for the looked-at set only. */
export interface Details {
  readonly removals: readonly Classified[];
  readonly gaps: readonly Classified[];
  readonly kinds: readonly KindScore[];
  readonly falseAlarms: readonly { readonly run: string; readonly what: string }[];
  readonly prices: readonly Price[];
}

export function measure(set: SetName, scenarios: readonly Scenario[]): Accuracy {
  const runs = scenarios.flatMap((scenario) =>
    scenario.withoutFault === undefined ? [scenario] : [scenario, scenario.withoutFault],
  );
  const removals = runs.flatMap(scoreRemovals);
  const gaps = runs.flatMap(scoreGaps);
  const kinds = runs.flatMap(scoreKinds);
  const prices = scenarios.flatMap((scenario) => scorePrice(scenario) ?? []);
  const clean = runs.filter(isClean);
  const alarms = clean.flatMap((run) =>
    falseAlarms(run).map((finding) => ({
      run: run.name,
      what: `${finding.kind} (${finding.severity}): ${finding.title}`,
    })),
  );
  return {
    set,
    scenarios: scenarios.length,
    runs: runs.length,
    removals: classify(removals),
    gaps: classify(gaps),
    kinds: byKind(kinds),
    clean: {
      runs: clean.length,
      quiet: clean.filter((run) => falseAlarms(run).length === 0).length,
      falseAlarms: alarms.length,
    },
    certainButWrong:
      [...removals, ...gaps].filter((scored) => scored.certainButWrong).length +
      kinds.filter((scored) => scored.outcome === 'false' && scored.certain).length,
    prices: {
      pairs: prices.length,
      unpriced: prices.filter((price) => price.pricedMs === 0).length,
      absoluteError: distributionOf(prices.map((price) => Math.abs(price.error))),
      signedError: distributionOf(prices.map((price) => price.error)),
      absoluteErrorAlone: distributionOf(prices.map((price) => Math.abs(price.aloneMs / price.trueMs - 1))),
      byKind: pricesByKind(prices),
    },
    details: { removals, gaps, kinds, falseAlarms: alarms, prices },
  };
}

function classify(scores: readonly Classified[]): Classification {
  const counts = groupBy(scores, (score) => `${score.truth}\n${score.reported}`);
  const correct = scores.filter((score) => score.correct).length;
  return {
    total: scores.length,
    correct,
    share: shareOf(correct, scores.length),
    exact: scores.filter((score) => score.reported === score.truth).length,
    confusion: [...counts.values()]
      .flatMap((same) => (same[0] ? { truth: same[0].truth, reported: same[0].reported, count: same.length } : []))
      .sort((a, b) => a.truth.localeCompare(b.truth) || b.count - a.count),
  };
}

function byKind(scores: readonly KindScore[]): KindAccuracy[] {
  return [...groupBy(scores, (score) => score.kind)]
    .map(([kind, same]) => {
      const count = (outcome: KindScore['outcome']) => same.filter((score) => score.outcome === outcome).length;
      const found = count('found');
      return {
        kind,
        found,
        missed: count('missed'),
        false: count('false'),
        precision: shareOf(found, found + count('false')),
        recall: shareOf(found, found + count('missed')),
      };
    })
    .sort((a, b) => a.kind.localeCompare(b.kind));
}

function pricesByKind(prices: readonly Price[]) {
  return [...groupBy(prices, (price) => price.kinds[0] ?? '')]
    .map(([kind, same]) => ({
      kind,
      pairs: same.length,
      medianAbsoluteError: distributionOf(same.map((price) => Math.abs(price.error)))?.median ?? 0,
    }))
    .sort((a, b) => a.kind.localeCompare(b.kind));
}

function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

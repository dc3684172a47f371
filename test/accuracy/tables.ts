import type { Accuracy, Classification } from './tally.ts';
import { targetsOf } from './targets.ts';

/** A heading and its rows, the first of which names the columns. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** All figures of several sets side by side; nothing in them names a single run. */
export function tablesOf(sets: readonly Accuracy[]): Table[] {
  return [
    { title: 'Targets', rows: targetRows(sets) },
    { title: 'Kinds of finding', rows: kindRows(sets) },
    { title: 'Why executors were removed', rows: confusionRows(sets, (set) => set.removals) },
    { title: 'Why nothing ran', rows: confusionRows(sets, (set) => set.gaps) },
    { title: 'Priced seconds against paired runs', rows: priceRows(sets) },
  ];
}

function targetRows(sets: readonly Accuracy[]): string[][] {
  const targets = sets.map(targetsOf);
  const names = targets[0]?.map((target) => target.name) ?? [];
  return [
    ['target', ...sets.map((set) => set.set)],
    ['scenarios, runs', ...sets.map((set) => `${set.scenarios}, ${set.runs}`)],
    ...names.map((name, index) => [
      name,
      ...targets.map((of) => {
        const target = of[index];
        return target === undefined ? '' : `${target.reached}${target.met ? '' : ' MISSED'}`;
      }),
    ]),
  ];
}

function kindRows(sets: readonly Accuracy[]): string[][] {
  const kinds = [...new Set(sets.flatMap((set) => set.kinds.map((kind) => kind.kind)))].sort();
  const cells = (set: Accuracy, kind: string) => {
    const scored = set.kinds.find((candidate) => candidate.kind === kind);
    if (scored === undefined) return ['', '', ''];
    const counts = `${scored.found} ${scored.missed} ${scored.false}`;
    return [counts, scored.precision?.toFixed(2) ?? '', scored.recall?.toFixed(2) ?? ''];
  };
  return [
    ['kind', ...sets.flatMap((set) => [`${set.set}: found, missed, false`, 'precision', 'recall'])],
    ...kinds.map((kind) => [kind, ...sets.flatMap((set) => cells(set, kind))]),
  ];
}

function confusionRows(sets: readonly Accuracy[], of: (set: Accuracy) => Classification): string[][] {
  const keys = [
    ...new Set(sets.flatMap((set) => of(set).confusion.map(({ truth, reported }) => `${truth}\n${reported}`))),
  ].sort();
  const countIn = (set: Accuracy, key: string) =>
    of(set).confusion.find(({ truth, reported }) => `${truth}\n${reported}` === key)?.count ?? 0;
  return [
    ['true', 'reported', ...sets.map((set) => set.set)],
    ...keys.map((key) => [...key.split('\n'), ...sets.map((set) => String(countIn(set, key)))]),
    ['correct', '', ...sets.map((set) => `${of(set).correct} of ${of(set).total}`)],
    ['and exact', '', ...sets.map((set) => `${of(set).exact} of ${of(set).total}`)],
  ];
}

function priceRows(sets: readonly Accuracy[]): string[][] {
  const percent = (share: number | undefined) => (share === undefined ? '' : `${Math.round(100 * share)} %`);
  const kinds = [...new Set(sets.flatMap((set) => set.prices.byKind.map((kind) => kind.kind)))].sort();
  const spread = (set: Accuracy) => {
    const { signedError } = set.prices;
    return signedError === undefined
      ? ''
      : `${percent(signedError.lowerQuartile)} to ${percent(signedError.upperQuartile)}`;
  };
  const ofKind = (set: Accuracy, kind: string) => {
    const scored = set.prices.byKind.find((candidate) => candidate.kind === kind);
    return scored === undefined ? '' : `${percent(scored.medianAbsoluteError)} of ${scored.pairs}`;
  };
  return [
    ['', ...sets.map((set) => set.set)],
    ['pairs', ...sets.map((set) => String(set.prices.pairs))],
    ['not priced at all', ...sets.map((set) => String(set.prices.unpriced))],
    ['median error', ...sets.map((set) => percent(set.prices.absoluteError?.median))],
    ['median error, before sharing', ...sets.map((set) => percent(set.prices.absoluteErrorAlone?.median))],
    ['middle half, with sign', ...sets.map(spread)],
    ...kinds.map((kind) => [`median error, ${kind}`, ...sets.map((set) => ofKind(set, kind))]),
  ];
}

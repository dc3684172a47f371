import { groupBy } from '../../packages/core/src/util/group-by.ts';
import { gapPairs, removalPairs, type GapScene } from '../support/cluster-teller/pairs.ts';
import { realRun, removalOf, withDocuments } from '../support/cluster-teller/retell.ts';
import { sceneOf } from '../support/cluster-teller/scene.ts';
import { scoreGaps } from './score-gaps.ts';
import type { Table } from './tables.ts';
import type { Target } from './targets.ts';

/** A real event log with and without a document of its cluster, and with one of another day. */
export interface ClusterPair {
  readonly source: string;
  readonly log: string;
  readonly what: 'removal' | 'gap';
  /** Whether the cause that the document tells was named. */
  readonly namedAlone: boolean;
  readonly namedWith: boolean;
  readonly certainWith: boolean;
  readonly changedByOtherDay: boolean;
}

const day = 86_400_000;

/** Documents are made from the truth of the lab in the forms that platforms publish: they prove the joining, not the forms. */
export async function scoreClusterPairs(): Promise<ClusterPair[]> {
  return [...(await scoreRemovalPairs()), ...(await scoreGapPairs())];
}

async function scoreRemovalPairs(): Promise<ClusterPair[]> {
  const pairs: ClusterPair[] = [];
  for (const { log, stories } of removalPairs) {
    const { truth, model, alone } = await realRun(log);
    for (const { tell, source, becomes, aheadMs } of stories) {
      const joined = await withDocuments(model, tell(sceneOf(truth, aheadMs)));
      const otherDay = await withDocuments(model, tell(sceneOf(truth, day)));
      for (const { executorId } of truth.expected.removedExecutors) {
        const told = removalOf(joined, executorId);
        pairs.push({
          source,
          log,
          what: 'removal',
          namedAlone: removalOf(alone, executorId)?.class === becomes,
          namedWith: told?.class === becomes,
          certainWith: told?.class === becomes && told.confidence === 'certain',
          changedByOtherDay: removalOf(otherDay, executorId)?.class !== removalOf(alone, executorId)?.class,
        });
      }
    }
  }
  return pairs;
}

async function scoreGapPairs(): Promise<ClusterPair[]> {
  const pairs: ClusterPair[] = [];
  for (const { log, tell } of gapPairs) {
    const { truth, model, alone } = await realRun(log);
    for (const gap of truth.expected.gaps) {
      const scene: GapScene = { ...sceneOf(truth), fromMs: gap.startMs, toMs: gap.endMs };
      const later: GapScene = { ...sceneOf(truth, day), fromMs: gap.startMs + day, toMs: gap.endMs + day };
      const expected = { ...truth.expected, gaps: [{ ...gap, cause: 'cluster-malfunction', alsoAcceptable: [] }] };
      const causeIn = (result: typeof alone) =>
        scoreGaps({ name: log, truth: { ...truth, expected }, result })[0]?.reported;
      const joined = await withDocuments(model, tell(scene));
      const told = joined.findings.filter(({ cause }) => cause.class === 'cluster-malfunction');
      pairs.push({
        source: joined.clusterEvents?.[0]?.source ?? '',
        log,
        what: 'gap',
        namedAlone: causeIn(alone) === 'cluster-malfunction',
        namedWith: causeIn(joined) === 'cluster-malfunction',
        certainWith: told.some(({ cause }) => cause.confidence === 'certain'),
        changedByOtherDay: causeIn(await withDocuments(model, tell(later))) !== causeIn(alone),
      });
    }
  }
  return pairs;
}

export function clusterPairsTable(pairs: readonly ClusterPair[]): Table {
  const rows = [...groupBy(pairs, ({ source, what }) => `${source}, ${what}s`)].sort(([a], [b]) => (a < b ? -1 : 1));
  const count = (of: readonly ClusterPair[], is: (pair: ClusterPair) => boolean) =>
    `${of.filter(is).length} of ${of.length}`;
  return {
    title: "With and without the cluster's log",
    rows: [
      ['source', 'real logs', 'cause named without it', 'with it', 'with it, certain', "changed by another day's"],
      ...rows.map(([name, of]) => [
        name,
        String(new Set(of.map(({ log }) => log)).size),
        count(of, ({ namedAlone }) => namedAlone),
        count(of, ({ namedWith }) => namedWith),
        count(of, ({ certainWith }) => certainWith),
        count(of, ({ changedByOtherDay }) => changedByOtherDay),
      ]),
    ],
  };
}

export function clusterPairsTargets(pairs: readonly ClusterPair[]): Target[] {
  const named = pairs.filter(({ namedWith }) => namedWith).length;
  const misled = pairs.filter(({ changedByOtherDay }) => changedByOtherDay).length;
  return [
    { name: 'told causes named: all', reached: `${named} of ${pairs.length}`, met: named === pairs.length },
    { name: "verdicts changed by another day's log: none", reached: String(misled), met: misled === 0 },
  ];
}

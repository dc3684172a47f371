import type { ApplicationModel, PlanScan, StageAttempt } from '../model/application-model.ts';
import { plural } from '../util/format.ts';

/** Why a stage had one task, or few, as far as the plan nodes that it worked for tell. */
export interface NarrowReason {
  readonly class:
    | 'window-without-keys'
    | 'coalesce'
    | 'single-partition-exchange'
    | 'unsplittable-file'
    | 'few-files'
    | 'narrow-source';
  /** Probable where something that stands in no log decides as well. */
  readonly confidence: 'certain' | 'probable';
  readonly because: string;
  /** The node, as Spark writes it. */
  readonly node: string;
  readonly advice: string;
}

interface Rule extends Omit<NarrowReason, 'node' | 'confidence'> {
  /** Whether a node of the stage is the reason for the number of tasks that it had. */
  explains(node: string, attempt: StageAttempt): boolean;
}

/** A stage that reads a shuffle has its tasks from there; the exchange that it writes to is the reason of the next one. */
const readsShuffle = ({ parentIds }: StageAttempt) => parentIds.length > 0;

/** First match wins: what a person wrote comes before what Spark made of it. */
const rules: readonly Rule[] = [
  {
    class: 'window-without-keys',
    because: 'a window has no PARTITION BY, so that all rows go to one task',
    advice:
      'Give the window keys to partition by, or replace it: a running number by monotonically_increasing_id or zipWithIndex, a total by an aggregate that is joined back.',
    explains: (node, { taskCount }) => taskCount === 1 && isKeylessWindow(node),
  },
  {
    class: 'coalesce',
    because: 'the program asks for this number of partitions with coalesce, which takes the work before it along',
    advice: 'Use repartition where coalesce is, so that only the last step is narrow, or write several files.',
    explains: (node, { taskCount }) => Number(/^Coalesce (\d+)/.exec(node)?.[1]) === taskCount,
  },
  {
    class: 'unsplittable-file',
    because: 'it reads a file that cannot be split',
    advice:
      'Store the input in a format that can be split (Parquet, ORC, bzip2, or several files), and avoid multi-line CSV and JSON.',
    explains: (node, attempt) =>
      !readsShuffle(attempt) &&
      /^FileScan (csv|json|text|xml)|^Scan (csv|json|text|xml)/i.test(node) &&
      /\.gz\b|multiline/i.test(node),
  },
  {
    class: 'single-partition-exchange',
    because: 'an exchange sends all rows to one partition: a global aggregate, sort or limit, or repartition(1)',
    advice:
      'Look for a global sort or limit, a non-equi join, collect-like aggregates or repartition(1) before this stage.',
    explains: (node, attempt) =>
      attempt.taskCount === 1 &&
      readsShuffle(attempt) &&
      /^Exchange (SinglePartition|RoundRobinPartitioning\(1\)|hashpartitioning\(.*, 1\)|rangepartitioning\(.*, 1\))/.test(
        node,
      ),
  },
  {
    class: 'narrow-source',
    because: 'its source has few partitions',
    advice: 'Split the source: more files, a partition column for JDBC, or repartition right behind it.',
    explains: (node, attempt) =>
      !readsShuffle(attempt) &&
      (Number(/^Range .*splits=(\d+)\)/.exec(node)?.[1]) === attempt.taskCount ||
        /^Scan JDBCRelation|^LocalTableScan/.test(node)),
  },
];

/** Nothing when neither a node of the stage nor its lineage explains how many tasks it had. */
export function findNarrowReason(attempt: StageAttempt, scans: readonly PlanScan[] = []): NarrowReason | undefined {
  for (const rule of rules) {
    const { class: name, because, advice } = rule;
    const node = attempt.planNodes.find((text) => rule.explains(text, attempt));
    // Nodes without metrics, as this one, are not known to belong to a stage; its lineage is.
    const inLineage = name === 'coalesce' && attempt.isCoalesced ? `Coalesce ${attempt.taskCount}` : undefined;
    const found = node ?? inLineage;
    if (found !== undefined) return { class: name, confidence: 'certain', because, advice, node: found };
  }
  return fewFiles(attempt, scans);
}

/** The scans of the query that a stage worked for; none when the log has no plan of it. */
export function scansOf({ sqlExecutions }: ApplicationModel, { sqlExecutionId }: StageAttempt): readonly PlanScan[] {
  return sqlExecutions.find(({ id }) => id === sqlExecutionId)?.plan?.scans ?? [];
}

/** A stage that reads no shuffle, and no more files than it has tasks. */
function fewFiles(attempt: StageAttempt, scans: readonly PlanScan[]): NarrowReason | undefined {
  if (readsShuffle(attempt)) return undefined;
  const scan = scans.find(({ text, filesRead = 0 }) => {
    return filesRead > 0 && filesRead <= attempt.taskCount && attempt.planNodes.includes(text);
  });
  if (scan === undefined) return undefined;
  return {
    class: 'few-files',
    confidence: 'probable',
    because: `it read ${plural(scan.filesRead ?? 0, 'file')}, and a file goes to one task when it is small or of a kind that cannot be split (gzip, multi-line CSV or JSON)`,
    node: scan.text,
    advice:
      'Repartition right behind the read, or store the input as more files, or in a format that can be split (Parquet, ORC, bzip2).',
  };
}

/** The first argument of a window's specification is its first key, or the sort order when it has none. */
function isKeylessWindow(node: string): boolean {
  if (!node.startsWith('Window ')) return false;
  const specifications = node.match(/windowspecdefinition\([^,]*/g) ?? [];
  return (
    specifications.length > 0 &&
    specifications.every((text) => / (ASC|DESC)( |$)/.test(text) || text.endsWith('(specifiedwindowframe(RowFrame'))
  );
}

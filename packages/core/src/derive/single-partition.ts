import type { StageAttempt } from '../model/application-model.ts';

/** Why a stage had one task, or few, as far as the plan nodes that it worked for tell. */
export interface NarrowReason {
  readonly class:
    'window-without-keys' | 'coalesce' | 'single-partition-exchange' | 'unsplittable-file' | 'narrow-source';
  readonly because: string;
  /** The node, as Spark writes it. */
  readonly node: string;
  readonly advice: string;
}

interface Rule extends Omit<NarrowReason, 'node'> {
  matches(node: string): boolean;
}

/** First match wins: what a person wrote comes before what Spark made of it. */
const rules: readonly Rule[] = [
  {
    class: 'window-without-keys',
    because: 'a window has no PARTITION BY, so that all rows go to one task',
    advice:
      'Give the window keys to partition by, or replace it: a running number by monotonically_increasing_id or zipWithIndex, a total by an aggregate that is joined back.',
    matches: isKeylessWindow,
  },
  {
    class: 'coalesce',
    because: 'the program asks for this number of partitions with coalesce, which takes the work before it along',
    advice: 'Use repartition where coalesce is, so that only the last step is narrow, or write several files.',
    matches: (node) => /^Coalesce \d+/.test(node),
  },
  {
    class: 'unsplittable-file',
    because: 'it reads a file that cannot be split',
    advice:
      'Store the input in a format that can be split (Parquet, ORC, bzip2, or several files), and avoid multi-line CSV and JSON.',
    matches: (node) =>
      /^FileScan (csv|json|text|xml)|^Scan (csv|json|text|xml)/i.test(node) && /\.gz\b|multiline/i.test(node),
  },
  {
    class: 'single-partition-exchange',
    because: 'an exchange sends all rows to one partition: a global aggregate, sort or limit, or repartition(1)',
    advice:
      'Look for a global sort or limit, a non-equi join, collect-like aggregates or repartition(1) before this stage.',
    matches: (node) =>
      /^Exchange (SinglePartition|RoundRobinPartitioning\(1\)|hashpartitioning\(.*, 1\)|rangepartitioning\(.*, 1\))/.test(
        node,
      ),
  },
  {
    class: 'narrow-source',
    because: 'its source has few partitions',
    advice: 'Split the source: more files, a partition column for JDBC, or repartition right behind it.',
    matches: (node) => /^Range .*splits=[1-9]\)|^Scan JDBCRelation|^LocalTableScan/.test(node),
  },
];

/** Nothing when no node of the stage explains it. */
export function findNarrowReason(attempt: StageAttempt): NarrowReason | undefined {
  for (const rule of rules) {
    const node = attempt.planNodes.find((text) => rule.matches(text));
    if (node !== undefined) return { class: rule.class, because: rule.because, advice: rule.advice, node };
  }
  return undefined;
}

/**
 * Above this, splitting is worth its while: adaptive execution makes no partition smaller (the default of
 * `spark.sql.adaptive.coalescePartitions.minPartitionSize`).
 */
const leastPartitionBytes = 1 << 20;

/**
 * Whether a stage could not use more tasks, however long those that it has take to start: it reads next to nothing per task from a
 * shuffle, and either puts together the row that each task before it left (an aggregate without keys), or adaptive execution has
 * joined its small partitions. What reads no shuffle had its partitions from its source.
 */
export function isNarrowByNature({ planNodes, taskCount }: StageAttempt, shuffleReadBytes: number): boolean {
  if (shuffleReadBytes === 0 || shuffleReadBytes > leastPartitionBytes * taskCount) return false;
  const isLastStep =
    planNodes.some((node) => /^\w*Aggregate\(keys?=\[\], functions=\[(?!partial_)/.test(node)) &&
    planNodes.some((node) => node.startsWith('Exchange SinglePartition'));
  const joined = planNodes.some((node) => Number(/^Exchange \w+\(.*, (\d+)\)/.exec(node)?.[1] ?? 0) > taskCount);
  return isLastStep || joined;
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

import type { Facts, StageView } from '../../derive/facts.ts';
import { plural } from '../../util/format.ts';
import type { Advice } from '../types.ts';

/** The default of `spark.sql.shuffle.partitions`. */
const usualPartitions = 200;

/**
 * How to make the parts of a stage that does not fit into memory smaller: by what decides their number and size.
 *
 * @param parts how many would fit
 * @param tooLarge tasks that did not fit
 */
export function smallerParts(facts: Facts, stage: StageView, parts: number, tooLarge: number): Advice {
  const { taskCount } = stage.attempt;
  const stragglers = facts.stragglersOf(stage);
  if (stragglers?.cause === 'data' && tooLarge <= stragglers.count) {
    return { text: 'Split the few partitions that are so large (see task-skew): more partitions do not part one key.' };
  }
  const spark = facts.model.environment.spark;
  const set = Number(spark.get('spark.sql.shuffle.partitions') ?? usualPartitions);
  if (stage.stats.shuffleReadBytes > 0 && taskCount >= set) {
    return {
      text: 'Make the parts smaller, so that each fits.',
      setting: 'spark.sql.shuffle.partitions',
      value: String(parts),
    };
  }
  return {
    text: `Make the parts smaller, so that each fits: at least ${parts} where there were ${plural(taskCount, 'task')}, by repartition before this step. The number of shuffle partitions did not decide how many there were.`,
  };
}

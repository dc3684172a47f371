import { isAdaptive } from '../../derive/adaptive-execution.ts';
import type { Facts, StageView } from '../../derive/facts.ts';
import { formatMemorySetting } from '../../util/memory-settings.ts';
import type { Advice } from '../types.ts';

/** `spark.sql.shuffle.partitions` by default. */
const usualPartitions = 200;

/**
 * The setting that cuts a stage into so many parts, by where its data comes from: files are cut by their size, a shuffle into as many parts
 * as are set, of which adaptive execution may join some (then the size that it aims at decides).
 *
 * @param text what the parts are for
 */
export function partitionAdvice(facts: Facts, { attempt, stats }: StageView, parts: number, text: string): Advice[] {
  const { spark } = facts.model.environment;
  if (stats.shuffleReadBytes > 0 && stats.shuffleReadBytes >= stats.inputBytes) {
    if (attempt.sqlExecutionId === undefined) return [{ text: `${text} Give the step before it ${parts} partitions.` }];
    const set = Number(spark.get('spark.sql.shuffle.partitions') ?? usualPartitions);
    if (parts > set) return [{ text, setting: 'spark.sql.shuffle.partitions', value: String(parts) }];
    // With no more than are set already, it was adaptive execution that made fewer of them, or else the program.
    if (!isAdaptive(facts.model)) {
      return [
        {
          text: `${text} Give the step before it ${parts} partitions: the program had asked for ${attempt.taskCount}.`,
        },
      ];
    }
    return [
      {
        text: `${text} Adaptive execution joined those that were set.`,
        setting: 'spark.sql.adaptive.advisoryPartitionSizeInBytes',
        value: formatMemorySetting(stats.shuffleReadBytes / parts),
      },
    ];
  }
  if (stats.inputBytes > 0 && attempt.planNodes.some((node) => /^(File|Batch)Scan\b/.test(node))) {
    return [
      {
        text,
        setting: 'spark.sql.files.maxPartitionBytes',
        value: formatMemorySetting(stats.inputBytes / parts),
      },
    ];
  }
  return [{ text: `${text} Ask for ${parts} partitions where its data is made.` }];
}

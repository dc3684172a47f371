import type { Facts } from '../../derive/facts.ts';
import type { Advice } from '../types.ts';

/** More cores for the driver: a setting in cluster mode only, for in client mode its JVM has what the machine has. */
export function largerDriver({ model }: Pick<Facts, 'model'>, text: string, cores?: number): Advice {
  const { spark } = model.environment;
  const isDatabricks = spark.has('spark.databricks.clusterUsageTags.clusterId');
  if (isDatabricks) return { text: `${text} On Databricks: a larger machine type for the driver.` };
  if (spark.get('spark.submit.deployMode') === 'client') {
    return { text: `${text} It runs where the program was started (client mode): start it on a larger machine.` };
  }
  return { text, setting: 'spark.driver.cores', ...(cores !== undefined && { value: String(cores) }) };
}

import type { ApplicationModel } from '../model/application-model.ts';

const shellNames =
  /^(databricks shell|spark shell|pyspark ?shell|sparkr|zeppelin|livy-session-\d+|thrift jdbc\/odbc server)/i;
const shellProperties = ['spark.repl.class.uri', 'spark.repl.local.jars', 'spark.repl.class.outputDir'];

/**
 * Whether people or other programs drive the application from outside (a shell, a notebook, a SQL server). In such a one
 * silence means that nothing was asked; in a batch program it means that the program's own code was running.
 */
export function isInteractive(model: ApplicationModel): boolean {
  const properties = model.environment.spark;
  if (shellNames.test(model.application.name ?? '')) return true;
  // A Databricks job run names its job; an all-purpose cluster does not.
  if (properties.has('spark.databricks.clusterUsageTags.clusterId')) {
    return properties.get('spark.databricks.clusterSource') !== 'JOB';
  }
  return shellProperties.some((key) => properties.has(key));
}

import type { ApplicationModel } from '../model/application-model.ts';

const shellNames =
  /^(databricks shell|spark shell|pyspark ?shell|sparkr|sparksql::|spark connect server|zeppelin|livy-session-\d+|thrift jdbc\/odbc server)/i;
const shellProperties = ['spark.repl.class.uri', 'spark.repl.local.jars', 'spark.repl.class.outputDir'];
/** What the driver's JVM was started with: shells and servers, whatever name they were given. */
const shellCommands =
  /org\.apache\.spark\.repl\.Main|HiveThriftServer2|SparkSQLCLIDriver|SparkConnectServer|org\.apache\.livy\.|org\.apache\.zeppelin\.|--name "?PySparkShell/;
/** `spark-sql -f` and `-e` run what they are given, and nobody sits before them. */
const sqlScript = /SparkSQLCLIDriver.* -[fe] /;
/** Code that was typed stands in no file: Python's and Scala's shells, notebooks of IPython and Databricks. */
const typedCode = /<(?:stdin|console|ipython-input-[^>]*|command-[^>]*)>|\bipykernel_\d+/;

/**
 * Whether people or other programs drive the application from outside (a shell, a notebook, a SQL server). In such a one
 * silence means that nothing was asked; in a batch program it means that the program's own code was running.
 */
export function isInteractive(model: ApplicationModel): boolean {
  const properties = model.environment.spark;
  // A Databricks job run names its job; an all-purpose cluster does not.
  if (properties.has('spark.databricks.clusterUsageTags.clusterId')) {
    return properties.get('spark.databricks.clusterSource') !== 'JOB';
  }
  const command = model.environment.system.get('sun.java.command') ?? '';
  if (sqlScript.test(command)) return false;
  return (
    shellNames.test(model.application.name ?? '') ||
    shellCommands.test(command) ||
    shellProperties.some((key) => properties.has(key)) ||
    model.jobs.some(({ name = '' }) => typedCode.test(name))
  );
}

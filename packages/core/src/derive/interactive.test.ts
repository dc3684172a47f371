import { expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import type { Job } from '../model/application-model.ts';
import { isInteractive } from './interactive.ts';

interface About {
  readonly name?: string;
  readonly command?: string;
  readonly callSite?: string;
  readonly properties?: Readonly<Record<string, string>>;
}

function isDrivenFromOutside({
  name = 'report',
  command = '',
  callSite = 'collect at job.py:7',
  properties = {},
}: About) {
  const model = modelOf({ durationMs: 1, name, properties, jobs: [{ id: 0, startMs: 0, endMs: 1 }] });
  const jobs = model.jobs.map((job): Job => ({ ...job, name: callSite }));
  const system = new Map([['sun.java.command', command]]);
  return isInteractive({ ...model, jobs, environment: { ...model.environment, system } });
}

const submit = 'org.apache.spark.deploy.SparkSubmit --conf spark.master=yarn';
const onDatabricks = (source: string) => ({
  'spark.databricks.clusterUsageTags.clusterId': '1121-1',
  'spark.databricks.clusterSource': source,
});

it.each<[About, boolean]>([
  [{}, false],
  [{ command: `${submit} job.py` }, false],
  [{ name: 'PySparkShell' }, true],
  [{ name: 'SparkSQL::10.0.0.1' }, true],
  [{ command: `${submit} --class org.apache.spark.repl.Main spark-shell` }, true],
  [{ command: `${submit} --name PySparkShell pyspark-shell` }, true],
  // What a plain Python program starts when it opens a session by itself.
  [{ command: `${submit} pyspark-shell` }, false],
  [{ command: `${submit} --class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal` }, true],
  [{ command: `${submit} --class org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver spark-internal` }, true],
  [{ command: `${submit} --class org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver x -f nightly.sql` }, false],
  [{ callSite: 'collect at <stdin>:1' }, true],
  [{ callSite: 'count at <console>:23' }, true],
  [{ callSite: 'toPandas at /tmp/ipykernel_4711/1234.py:3' }, true],
  // Notebooks that run as a job of Databricks have such call sites too.
  [{ callSite: 'count at <command-42>:1', properties: onDatabricks('JOB') }, false],
  [{ properties: onDatabricks('UI') }, true],
])('%j: %s', (about, expected) => {
  expect(isDrivenFromOutside(about)).toBe(expected);
});

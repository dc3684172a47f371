import type { Environment } from '../events/application.ts';

/** Settings that change how long a job takes. All others (paths, names, addresses, credentials) are never stored. */
const telling = [
  /^spark\.sql\.(adaptive|shuffle|files|autoBroadcastJoinThreshold|join|cbo|optimizer|parquet|orc|broadcastTimeout|inMemoryColumnarStorage|codegen|execution|streaming)/,
  /^spark\.executor\.(memory|memoryOverhead|memoryOverheadFactor|cores|instances|pyspark\.memory|heartbeatInterval)$/,
  /^spark\.driver\.(memory|memoryOverhead|cores|maxResultSize)$/,
  /^spark\.(default\.parallelism|task\.cpus|task\.maxFailures|serializer|rdd\.compress|cores\.max)$/,
  /^spark\.(dynamicAllocation|shuffle|memory|speculation|locality|scheduler|reducer|broadcast|io\.compression|network\.timeout|storage\.memoryFraction)\b/,
  /^spark\.databricks\.(delta|io|photon|adaptive|optimizer|execution)\b/,
];
const secretKey =
  /secret|passw|token|credential|(access|api|private|account)[._-]?key|\bpath\b|\bdirs?\b|host|address|url/i;
/** Numbers, sizes, durations, flags and class names: no slash, no address, no text of a user. */
const plainValue = /^(?!.*\d+\.\d+\.\d+\.\d+)[\w.,+%-]{0,80}$/;

/** The settings worth comparing, in order of their names. */
export function tellingSettings(environment: Environment): Record<string, string> {
  const entries = [...environment.spark].filter(
    ([key, value]) => telling.some((pattern) => pattern.test(key)) && !secretKey.test(key) && plainValue.test(value),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

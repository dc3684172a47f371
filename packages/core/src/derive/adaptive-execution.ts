import type { ApplicationModel } from '../model/application-model.ts';

/** Adaptive execution is on by default from here on (SPARK-33679). */
const onSince = { major: 3, minor: 2 };

/** Whether Spark changed the plans of queries while they ran: as it was set, or as it is by default in this version. */
export function isAdaptive({
  application,
  environment,
}: Pick<ApplicationModel, 'application' | 'environment'>): boolean {
  const set = environment.spark.get('spark.sql.adaptive.enabled');
  if (set !== undefined) return set === 'true';
  const version = /^(\d+)\.(\d+)/.exec(application.sparkVersion ?? '');
  if (version === null) return true;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > onSince.major || (major === onSince.major && minor >= onSince.minor);
}

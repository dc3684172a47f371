import type { RunSummary } from '../run-summary.ts';

/** A setting or a version that is not what it was in the latest known run. Absent means not set. */
export interface SettingChange {
  readonly name: string;
  readonly known?: string;
  readonly fresh?: string;
}

/** Differences of configuration and versions. A value that any known run had is no change. */
export function describeSettingChanges(known: readonly RunSummary[], fresh: readonly RunSummary[]): SettingChange[] {
  const [run] = fresh;
  const last = known.at(-1);
  if (run === undefined || last === undefined) return [];
  const facts = (summary: RunSummary): Record<string, string | undefined> => ({
    'Spark version': summary.run.sparkVersion,
    'Java version': summary.run.javaVersion,
    'Scala version': summary.run.scalaVersion,
    'cores per executor': String(summary.cluster.coresPerExecutor),
    ...summary.configuration,
  });
  const before = known.map(facts);
  const latest = facts(last);
  const now = facts(run);
  const names = [...new Set([...Object.keys(latest), ...Object.keys(now)])];
  return names
    .filter((name) => before.every((one) => one[name] !== now[name]))
    .map((name) => ({
      name,
      ...(latest[name] !== undefined && { known: latest[name] }),
      ...(now[name] !== undefined && { fresh: now[name] }),
    }));
}

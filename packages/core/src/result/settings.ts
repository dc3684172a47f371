import type { ApplicationModel } from '../model/application-model.ts';

/** What the application was run with, by section, in order of names. */
export type Settings = readonly {
  readonly section: string;
  readonly entries: readonly (readonly [string, string])[];
}[];

/** Spark properties, Java and system properties, as the log has them: secrets too. */
export function describeSettings({ environment }: ApplicationModel): Settings {
  const sections = [
    ['Spark', environment.spark],
    ['Java', environment.jvm],
    ['System', environment.system],
  ] as const;
  return sections.map(([section, values]) => ({ section, entries: [...values].sort(([a], [b]) => (a < b ? -1 : 1)) }));
}

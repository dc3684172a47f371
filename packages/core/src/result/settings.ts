import type { ApplicationModel } from '../model/application-model.ts';

/** What the application was run with, by section, in order of names. */
export type Settings = readonly {
  readonly section: string;
  readonly entries: readonly (readonly [string, string])[];
}[];

/** Spark hides values whose names match `(?i)secret|password|token|access[.]?key`; credentials also hide in other names and in URLs. */
const secretName = /secret|passw|token|credential|access[._-]?key|api[._-]?key|private[._-]?key|signature/i;
const secretInUrl = /(:\/\/[^/\s:@]*:)[^/\s@]+@/g;
const hidden = '(hidden)';

/** Spark properties, Java and system properties, without secrets. */
export function describeSettings({ environment }: ApplicationModel): Settings {
  const sections = [
    ['Spark', environment.spark],
    ['Java', environment.jvm],
    ['System', environment.system],
  ] as const;
  return sections.map(([section, values]) => ({
    section,
    entries: [...values]
      .map(
        ([name, value]) => [name, secretName.test(name) ? hidden : value.replace(secretInUrl, `$1${hidden}@`)] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  }));
}

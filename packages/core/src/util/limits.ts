/** How a limit is counted: shares are 0 to 1, `ratio` is times something, `ms` and `bytes` as they say. */
export type LimitUnit = 'share' | 'ratio' | 'count' | 'ms' | 'bytes' | 'score';

/** One number that decides whether something is a finding. */
export interface Limit {
  readonly usual: number;
  readonly unit: LimitUnit;
  /** Why it is this number; shown to whoever sets it. */
  readonly reason: string;
}

/** The limits of one kind of finding. A configuration may set each of them. */
export interface LimitSet<Name extends string = string> {
  readonly kind: string;
  readonly limits: Readonly<Record<Name, Limit>>;
}

/** What the limits of a set are, by name. */
export type ValuesOf<Set> = Set extends LimitSet<infer Name> ? Readonly<Record<Name, number>> : never;

/** What a configuration sets, by kind and name. */
export type SetLimits = Readonly<Record<string, Readonly<Record<string, number | undefined>> | undefined>>;

/** Names the limits of a kind, each once, with its reason. */
export function declareLimits<Name extends string>(
  kind: string,
  limits: Readonly<Record<Name, Limit>>,
): LimitSet<Name> {
  return { kind, limits };
}

/** The values of a kind's limits: as they are set, or the usual ones. */
export function valuesOf<Name extends string>({ kind, limits }: LimitSet<Name>, set: SetLimits): Record<Name, number> {
  const values = {} as Record<Name, number>;
  for (const name of Object.keys(limits) as Name[]) values[name] = set[kind]?.[name] ?? limits[name].usual;
  return values;
}

/** The name of a limit in a configuration, where values carry their unit themselves: `leastRun` for `leastRunMs`. */
export function settingName(name: string): string {
  return name.replace(/(Ms|Bytes)$/, '');
}

/** A value as a configuration would have it: `10 %`, `2s`, `3m` (of bytes), `50`. */
export function settingValue(value: number, unit: LimitUnit): string {
  if (unit === 'share') return `${Number((value * 100).toFixed(6))} %`;
  if (unit === 'ms') return largestUnit(value, durations);
  if (unit === 'bytes') return largestUnit(value, sizes);
  return String(value);
}

const durations: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
const sizes: readonly (readonly [string, number])[] = [
  ['g', 2 ** 30],
  ['m', 2 ** 20],
  ['k', 2 ** 10],
  ['b', 1],
];

/** Exact: in the largest unit of which it is a whole number. */
function largestUnit(value: number, units: readonly (readonly [string, number])[]): string {
  const [name, size] = units.find(([, unit]) => value >= unit && value % unit === 0) ?? units.at(-1) ?? ['', 1];
  return `${value / size}${name}`;
}

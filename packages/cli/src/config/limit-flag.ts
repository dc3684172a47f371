import { removalClasses, severities, type Limits } from '@cinderlog/core';
import { parseDuration } from '../duration.ts';
import { parseBytes, parseShare } from './units.ts';

type Severity = (typeof severities)[number];
type RemovalKind = keyof NonNullable<Limits['removedExecutors']>;

const units = { 'job-group': 'jobGroups', job: 'jobs', sql: 'sqlExecutions', stage: 'stages', task: 'tasks' } as const;

/**
 * Reads one `--limit what=value`.
 *
 * @returns the limits that it sets, or the sentence that says what is wrong with it
 */
export function parseLimit(text: string): Limits | string {
  const at = text.lastIndexOf('=');
  if (at <= 0) return `"${text}" has no "=": say what is limited, and to what`;
  const [kind = '', ...rest] = text.slice(0, at).trim().split(':');
  const name = rest.join(':').trim();
  const value = text.slice(at + 1).trim();
  if (kind === 'run') return withDuration(value, (limit) => ({ run: limit }));
  if (Object.hasOwn(units, kind)) {
    if (name === '') return `"${text}" needs a name behind "${kind}:"`;
    return withDuration(value, (limit) => ({ [units[kind as keyof typeof units]]: [{ name, ...limit }] }));
  }
  if (kind === 'task-retries') {
    if (name === '') return `"${text}" needs the key of a task behind "task-retries:"`;
    return withCount(value, (retries) => ({ tasks: [{ name, retries }] }));
  }
  const stream = name === '' || name === '*' ? {} : { name };
  if (kind === 'stream') return withDuration(value, (batch) => ({ streams: [{ ...stream, batch }] }));
  if (kind === 'stream-backlog') return withBacklog(value, (backlog) => ({ streams: [{ ...stream, backlog }] }));
  if (kind === 'stream-freshness')
    return withFreshness(value, (freshness) => ({ streams: [{ ...stream, freshness }] }));
  if (kind === 'ledger') return ledgerLimit(name, value);
  if (kind === 'spill') {
    const spilledBytes = parseBytes(value);
    return spilledBytes === undefined ? `"${value}" is not a size such as 512m or 2g` : { spilledBytes };
  }
  if (kind === 'skew') return withCount(value, (skewRatio) => ({ skewRatio }));
  if (kind === 'failed-tasks') return withCount(value, (failedTasks) => ({ failedTasks }));
  if (kind === 'removed') {
    if (name !== 'lost' && !removalClasses.some((known) => known === name)) {
      return `"${name}" is not a class of removal; these are: lost, ${removalClasses.join(', ')}`;
    }
    return withCount(value, (count) => ({ removedExecutors: { [name as RemovalKind]: count } }));
  }
  if (kind === 'findings') return withCount(value, (maximum) => ({ findings: [{ ...findingOf(name), maximum }] }));
  return `"${kind}" cannot be limited`;
}

/** Limits of the same kind add to each other; of two for the run the later counts. */
export function joinLimits(a: Limits, b: Limits): Limits {
  const both = <Item>(one: readonly Item[] | undefined, other: readonly Item[] | undefined) =>
    one === undefined ? other : [...one, ...(other ?? [])];
  return {
    ...a,
    ...Object.fromEntries(Object.entries(b).filter(([, value]) => value !== undefined)),
    jobGroups: both(a.jobGroups, b.jobGroups),
    jobs: both(a.jobs, b.jobs),
    sqlExecutions: both(a.sqlExecutions, b.sqlExecutions),
    stages: both(a.stages, b.stages),
    tasks: both(a.tasks, b.tasks),
    streams: both(a.streams, b.streams),
    ledger: both(a.ledger, b.ledger),
    findings: both(a.findings, b.findings),
    removedExecutors: (a.removedExecutors ?? b.removedExecutors) && { ...a.removedExecutors, ...b.removedExecutors },
  };
}

/** `20m..30m` warns above the first and fails above the second; `30m` fails. */
function withDuration(
  value: string,
  build: (limit: { expectedMs?: number; maximumMs?: number }) => Limits,
): Limits | string {
  const texts = value.split('..').map((part) => part.trim());
  const [first, second] = texts.map(parseDuration);
  if (texts.length === 1 && first !== undefined) return build({ maximumMs: first });
  if (texts.length === 2 && first !== undefined && second !== undefined && first <= second) {
    return build({ expectedMs: first, maximumMs: second });
  }
  if (texts.length === 2 && texts[1] === '' && first !== undefined) return build({ expectedMs: first });
  return `"${value}" is not a duration such as 90s, nor expected..maximum such as 20m..30m`;
}

function withCount(value: string, build: (count: number) => Limits): Limits | string {
  return /^\d+(\.\d+)?$/.test(value) ? build(Number(value)) : `"${value}" is not a number`;
}

type StreamLimit = NonNullable<Limits['streams']>[number];

/** The unit tells which backlog is meant: `1000 rows`, `200 files`, `2g`, `5min`; a plain number is rows. */
function withBacklog(value: string, build: (backlog: NonNullable<StreamLimit['backlog']>) => Limits): Limits | string {
  const [, number = '', unit] = /^(\d+)\s*(rows?|files?)?$/.exec(value) ?? [];
  if (number !== '')
    return build(unit?.startsWith('file') === true ? { files: Number(number) } : { rows: Number(number) });
  // `2m` is two mebibytes here and two minutes there: only what is one of them alone is taken.
  const bytes = parseBytes(value);
  const ageMs = parseDuration(value);
  if (bytes !== undefined && ageMs === undefined) return build({ bytes });
  if (ageMs !== undefined && bytes === undefined) return build({ seconds: ageMs / 1000 });
  return `"${value}" is no backlog: write 1000 (rows), 200 files, 512mb (bytes) or 90s (2min for minutes)`;
}

/** `99%/1m`: so many of the batches within that time. */
function withFreshness(
  value: string,
  build: (freshness: NonNullable<StreamLimit['freshness']>) => Limits,
): Limits | string {
  const [least = '', within = ''] = value.split('/');
  const share = parseShare(least);
  const withinMs = parseDuration(within);
  return share === undefined || withinMs === undefined
    ? `"${value}" is no freshness: write a share of the batches and a time, such as 99%/1m`
    : build({ share, withinMs });
}

function ledgerLimit(label: string, value: string): Limits | string {
  if (label === '') return 'a ledger limit needs a label, such as ledger:gaps=10%';
  const maximumShare = parseShare(value);
  if (maximumShare !== undefined) return { ledger: [{ label, maximumShare }] };
  const maximumMs = parseDuration(value);
  return maximumMs === undefined
    ? `"${value}" is neither a share such as 10% nor a time such as 5m`
    : { ledger: [{ label, maximumMs }] };
}

function findingOf(name: string): { kind?: string; severity?: Severity } {
  if (name === '' || name === '*') return {};
  const severity = severities.find((known) => known === name);
  return severity === undefined ? { kind: name } : { severity };
}

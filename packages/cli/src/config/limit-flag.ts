import { removalClasses, severities, type Limits } from '@cinderlog/core';
import { parseDuration } from '../duration.ts';
import { parseBytes, parseShare } from './units.ts';

type Severity = (typeof severities)[number];
type RemovalKind = keyof NonNullable<Limits['removedExecutors']>;

const units = { 'job-group': 'jobGroups', job: 'jobs', sql: 'sqlExecutions', stage: 'stages' } as const;

/** What `--limit` understands, for help and errors. */
export const limitForms = [
  'run=20m..30m           expected..maximum, or the maximum alone',
  'sql:<name>=5m          also job:, job-group: and stage:; * is any text',
  'stream:<name>=10s      95 % of batches; stream-backlog:<name>=1000 (rows)',
  'ledger:gaps=10%        any label of the ledgers, as a share or a time',
  'spill=1g  skew=5  failed-tasks=0',
  'removed:lost=0         or a class, such as removed:out-of-memory=0',
  'findings:critical=0    a severity (or worse) or a kind',
] as const;

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
  const stream = name === '' || name === '*' ? {} : { name };
  if (kind === 'stream') return withDuration(value, (batch) => ({ streams: [{ ...stream, batch }] }));
  if (kind === 'stream-backlog') return withCount(value, (rows) => ({ streams: [{ ...stream, backlog: { rows } }] }));
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
    streams: both(a.streams, b.streams),
    ledger: both(a.ledger, b.ledger),
    findings: both(a.findings, b.findings),
    removedExecutors: { ...a.removedExecutors, ...b.removedExecutors },
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

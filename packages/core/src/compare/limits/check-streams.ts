import { formatBytes, formatCount, formatDuration, formatShare, plural } from '../../util/format.ts';
import type { StreamSummary } from '../run-summary.ts';
import { checkDuration, checkMost, notFound } from './make-check.ts';
import type { Check } from './check.ts';
import type { BacklogLimit, StreamLimit } from './limits.ts';
import { namePattern } from './name-pattern.ts';

const backlogUnits = {
  rows: { unit: 'rows', write: (value: number) => plural(value, 'row') },
  bytes: { unit: 'bytes', write: formatBytes },
  files: { unit: 'count', write: (value: number) => plural(value, 'file') },
  seconds: { unit: 'ms', write: (value: number) => formatDuration(value * 1000) },
} as const;

/** Backlog, length of batches and freshness of streaming queries. What the sources do not tell fails. */
export function checkStreams(streams: readonly StreamSummary[], limits: readonly StreamLimit[]): Check[] {
  return limits.flatMap((limit) => {
    const fits = limit.name === undefined ? () => true : namePattern(limit.name);
    const found = streams.filter(({ name }) => fits(name));
    return found.length === 0
      ? notFound('stream', 'streaming query', limit)
      : found.flatMap((stream) => checkStream(stream, limit));
  });
}

function checkStream(
  stream: StreamSummary,
  { backlog = {}, meanBacklog = {}, batch, freshness }: StreamLimit,
): Check[] {
  const title = `streaming query "${stream.name}"`;
  const each = (limits: BacklogLimit, measured: StreamSummary['lastBacklog'], words: 'backlog' | 'mean backlog') =>
    Object.entries(limits).flatMap(([measure, most]: [string, number | undefined]) =>
      most === undefined ? [] : [checkBacklog(stream, measured, measure as Measure, most, words)],
    );
  const checks = [
    ...each(backlog, stream.lastBacklog, 'backlog'),
    ...each(meanBacklog, stream.worstMeanBacklog ?? {}, 'mean backlog'),
  ];
  if (stream.batches === 0 && (batch ?? freshness) !== undefined) {
    return [
      ...checks,
      { id: `stream:${stream.name}:batches`, title, status: 'failed', because: 'ran no batch with rows' },
    ];
  }
  if (batch !== undefined) {
    checks.push(checkDuration(`stream:${stream.name}:batch`, `${title}, 95 % of batches`, stream.p95BatchMs, batch));
  }
  if (freshness !== undefined) {
    const { share, withinMs } = freshness;
    const measured = shareWithin(stream, withinMs);
    const done = `${formatShare(measured)} of ${formatCount(stream.freshness?.agesMs.length ?? stream.batches)} batches were done within ${formatDuration(withinMs)}`;
    const fresh = `${done}${freshnessBases[stream.freshness?.basis ?? 'length']}`;
    checks.push({
      id: `stream:${stream.name}:freshness`,
      title: `${title}, freshness`,
      status: measured < share ? 'failed' : 'passed',
      measured,
      limit: share,
      unit: 'ratio',
      because: measured < share ? `${fresh}, fewer than ${formatShare(share)}` : fresh,
    });
  }
  return checks;
}

type Measure = keyof typeof backlogUnits;

function checkBacklog(
  stream: StreamSummary,
  measured: StreamSummary['lastBacklog'],
  measure: Measure,
  most: number,
  words: 'backlog' | 'mean backlog',
): Check {
  const title = `streaming query "${stream.name}"`;
  const id = `stream:${stream.name}:${words.replace(' ', '-')}-${measure}`;
  const { unit, write } = backlogUnits[measure];
  const value = measured[measure];
  if (value === undefined) {
    return {
      id,
      title: `${title}, ${words}`,
      status: 'failed',
      because: `its sources do not tell their backlog in ${measure}`,
    };
  }
  // Durations are milliseconds wherever they are shown or written.
  const factor = unit === 'ms' ? 1000 : 1;
  const check = checkMost(id, `${title}, ${words}`, value, most, unit, write);
  return { ...check, measured: value * factor, limit: most * factor };
}

/** Behind `done within 1 m`. */
const freshnessBases = {
  'event-time': ' of the time of their newest record',
  arrival: ' of the arrival of their newest record',
  length: '',
};

/** By the ages of records; summaries of older versions have the lengths of batches only. */
function shareWithin({ batchMs, freshness }: StreamSummary, withinMs: number): number {
  const agesMs = freshness?.agesMs ?? batchMs;
  return agesMs.length === 0 ? 0 : agesMs.filter((ageMs) => ageMs <= withinMs).length / agesMs.length;
}

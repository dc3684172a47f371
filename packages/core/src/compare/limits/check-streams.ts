import { formatBytes, formatCount, formatDuration, formatShare, plural } from '../../util/format.ts';
import type { StreamSummary } from '../run-summary.ts';
import { checkDuration, checkMost, notFound } from './make-check.ts';
import type { Check } from './check.ts';
import type { StreamLimit } from './limits.ts';
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

function checkStream(stream: StreamSummary, { backlog = {}, batch, freshness }: StreamLimit): Check[] {
  const title = `streaming query "${stream.name}"`;
  const checks = Object.entries(backlog).flatMap(([measure, most]) =>
    most === undefined ? [] : [checkBacklog(stream, measure as keyof typeof backlogUnits, most, title)],
  );
  if (stream.batches === 0 && (batch ?? freshness) !== undefined) {
    return [...checks, { id: `stream:${stream.name}:batches`, title, status: 'failed', because: 'ran no batch' }];
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

function checkBacklog(stream: StreamSummary, measure: keyof typeof backlogUnits, most: number, title: string): Check {
  const id = `stream:${stream.name}:backlog-${measure}`;
  const { unit, write } = backlogUnits[measure];
  const value = stream.lastBacklog[measure];
  if (value === undefined) {
    return {
      id,
      title: `${title}, backlog`,
      status: 'failed',
      because: `its sources do not tell their backlog in ${measure}`,
    };
  }
  // Durations are milliseconds wherever they are shown or written.
  const factor = unit === 'ms' ? 1000 : 1;
  const check = checkMost(id, `${title}, backlog`, value, most, unit, write);
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

import { formatDuration } from '../../util/format.ts';
import type { Check } from './check.ts';
import type { DurationLimit } from './limits.ts';

/** Over the maximum fails, over the expected time warns. */
export function checkDuration(id: string, title: string, measured: number, limit: DurationLimit): Check {
  const { expectedMs, maximumMs } = limit;
  const common = { id, title, measured, unit: 'ms' } as const;
  const took = `took ${formatDuration(measured)}`;
  if (maximumMs !== undefined && measured > maximumMs) {
    return {
      ...common,
      status: 'failed',
      limit: maximumMs,
      because: `${took}, more than the maximum of ${formatDuration(maximumMs)}`,
    };
  }
  if (expectedMs !== undefined && measured > expectedMs) {
    return {
      ...common,
      status: 'warned',
      limit: expectedMs,
      because: `${took}, more than the expected ${formatDuration(expectedMs)}`,
    };
  }
  const limitMs = maximumMs ?? expectedMs;
  const within = limitMs === undefined ? took : `${took}, within ${formatDuration(limitMs)}`;
  return { ...common, status: 'passed', ...(limitMs !== undefined && { limit: limitMs }), because: within };
}

/** A name that fits nothing is a failure: after a renaming the limit would otherwise guard nothing for ever. */
export function notFound(
  kind: string,
  words: string,
  limit: { name?: string | undefined; required?: boolean | undefined },
): Check[] {
  if (limit.required === false) return [];
  const title = limit.name === undefined ? words : `${words} "${limit.name}"`;
  return [{ id: `${kind}:${limit.name ?? '*'}`, title, status: 'failed', because: 'was not found in this run' }];
}

/** Fails above a number; at it all is well. */
export function checkMost(
  id: string,
  title: string,
  measured: number,
  limit: number,
  unit: NonNullable<Check['unit']>,
  write: (value: number) => string,
): Check {
  const over = measured > limit;
  return {
    id,
    title,
    status: over ? 'failed' : 'passed',
    measured,
    limit,
    unit,
    because: over ? `${write(measured)}, more than ${write(limit)}` : `${write(measured)}, at most ${write(limit)}`,
  };
}

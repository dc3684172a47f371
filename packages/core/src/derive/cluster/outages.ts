import type { ClusterEvent } from '../../cluster/cluster-event.ts';
import type { WallClockLabel } from '../labels.ts';
import type { Gap } from '../wall-clock.ts';
import type { ClusterJoin } from './join.ts';

/** A stretch without a running task in which the cluster did not work, by its own log. */
export interface Outage {
  readonly startMs: number;
  readonly endMs: number;
  readonly event: ClusterEvent;
}

/** A platform asks its services and the driver whether they are well about once a minute, so trouble is older than its event. */
const noticedAfterMs = 60_000;

/**
 * The parts of gaps that an outage explains. One whose end was not seen lasts to the end of its gap: work went on behind it. Lost
 * nodes and nodes that could not be had explain only waiting for executors.
 */
export function outagesIn(gaps: readonly Gap[], join: ClusterJoin): Outage[] {
  return gaps.flatMap((gap) =>
    join.events.flatMap(({ event, startMs, endMs }): Outage[] => {
      if (event.outage === undefined) return [];
      // A pause says itself when it began.
      const sinceMs = event.topic === 'gc' ? startMs : startMs - noticedAfterMs;
      if (startMs > gap.endMs || (endMs ?? startMs) < gap.startMs) return [];
      const stretches = gap.segments.filter(({ label }) => isExplained(label, event));
      return stretches.flatMap((stretch) => {
        const fromMs = Math.max(stretch.startMs, sinceMs);
        const toMs = Math.min(stretch.endMs, endMs ?? gap.endMs);
        return toMs > fromMs ? [{ startMs: fromMs, endMs: toMs, event }] : [];
      });
    }),
  );
}

function isExplained(label: WallClockLabel, event: ClusterEvent): boolean {
  if (event.outage === 'nodes') return label === 'waiting-for-executors';
  return label !== 'start-up' && label !== 'unknown';
}

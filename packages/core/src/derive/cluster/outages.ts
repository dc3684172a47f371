import type { ClusterEvent } from '../../cluster/cluster-event.ts';
import type { WallClockLabel } from '../labels.ts';
import type { Gap } from '../wall-clock.ts';
import type { ClusterJoin } from './join.ts';

/** A stretch without a running task in which the cluster did not work, by its own log. */
export interface Outage {
  readonly startMs: number;
  readonly endMs: number;
  readonly event: ClusterEvent;
  /** For how long the source itself says that it lasted: a single moment where its end was not seen. */
  readonly saidMs: readonly [startMs: number, endMs: number];
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
        return toMs > fromMs ? [{ startMs: fromMs, endMs: toMs, event, saidMs: [startMs, endMs ?? startMs] }] : [];
      });
    }),
  );
}

/**
 * Whether outages prove that nothing could run over all of a stretch: the driver did not answer, or no node was to be had, from start to
 * end, give or take the time after which a platform notices. That a service was down does not prove that the program needed it then.
 */
export function isProven({ startMs, endMs }: { startMs: number; endMs: number }, outages: readonly Outage[]): boolean {
  const spans = outages
    .filter(({ event }) => event.outage !== 'service')
    .map(({ event, saidMs: [fromMs, toMs] }) => {
      const slackMs = event.topic === 'gc' ? 0 : noticedAfterMs;
      return [fromMs - slackMs, toMs + slackMs] as const;
    })
    .sort(([a], [b]) => a - b);
  let provenUntilMs = startMs;
  for (const [fromMs, toMs] of spans) if (fromMs <= provenUntilMs) provenUntilMs = Math.max(provenUntilMs, toMs);
  return provenUntilMs >= endMs;
}

function isExplained(label: WallClockLabel, event: ClusterEvent): boolean {
  if (event.outage === 'nodes') return label === 'waiting-for-executors';
  return label !== 'start-up' && label !== 'unknown';
}

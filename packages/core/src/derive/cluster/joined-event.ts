import type { ClusterEvent } from '../../cluster/cluster-event.ts';

/** An event of the cluster on the application's clock: milliseconds since its start, so negative before it. */
export interface JoinedEvent {
  readonly event: ClusterEvent;
  readonly startMs: number;
  /** Absent where it has no length, or none that was seen. */
  readonly endMs: number | undefined;
}

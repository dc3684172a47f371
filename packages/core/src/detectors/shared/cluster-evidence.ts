import type { ClusterEvent } from '../../cluster/cluster-event.ts';
import type { Evidence } from '../types.ts';

/** What a file of the cluster's side says, and where. */
export function clusterEvidence(event: ClusterEvent): Evidence {
  return { name: `${event.source} ${event.type}`, value: event.text, clusterPlace: event.place };
}

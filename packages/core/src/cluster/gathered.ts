import type { ClusterEvent, ClusterPlace } from './cluster-event.ts';
import type { PlacedEvent } from './databricks/interpret-events.ts';
import type { DatabricksRun } from './databricks/run-schema.ts';

/** What the files held together, before it is interpreted. */
export interface Gathered {
  readonly databricksEvents: PlacedEvent[];
  readonly runs: { readonly run: DatabricksRun; readonly place: ClusterPlace }[];
  readonly events: ClusterEvent[];
}

import { jsonDocument, type Document, type Scene } from './scene.ts';

// POST /api/2.1/clusters/events, by databricks-sdk-go's compute.ClusterEvent. Not captured from a workspace.

type Details = Readonly<Record<string, unknown>>;

/** The whole answer, newest first as the API gives it. */
export function clusterEvents(
  scene: Pick<Scene, 'clusterId' | 'startedMs'>,
  events: readonly (readonly [atMs: number, type: string, details?: Details])[],
): Document[] {
  const start = [
    [scene.startedMs - 300_000, 'CREATING', { cluster_size: { num_workers: 3 } }],
    [scene.startedMs - 60_000, 'RUNNING', { current_num_workers: 3, target_num_workers: 3 }],
  ] as const;
  const all = [...start, ...events]
    .map(([timestamp, type, details = {}]) => ({ cluster_id: scene.clusterId, timestamp, type, details }))
    .sort((a, b) => b.timestamp - a.timestamp);
  return [jsonDocument('cluster-events.json', { events: all, total_count: all.length })];
}

/** The spot market took nodes; the platform notices some seconds later, and replaces them. */
export function spotLoss(scene: Scene): Document[] {
  return clusterEvents(scene, [
    ...scene.lost.flatMap(
      ({ atMs }) =>
        [
          [atMs + 4_000, 'NODES_LOST', { reason: { code: 'SPOT_INSTANCE_TERMINATION', type: 'CLOUD_FAILURE' } }],
          [atMs + 6_000, 'RESIZING', { current_num_workers: 2, target_num_workers: 3, cause: 'AUTORECOVERY' }],
        ] as const,
    ),
  ]);
}

export function unexplainedLoss(scene: Scene): Document[] {
  return clusterEvents(
    scene,
    scene.lost.map(({ atMs }) => [atMs + 4_000, 'NODES_LOST']),
  );
}

/** A cause of the published EventDetailsCause, or `DBR_AUTOSCALE`; the worker goes some seconds after the decision. */
export function downsize(cause: string): (scene: Scene) => Document[] {
  return (scene) =>
    clusterEvents(
      scene,
      scene.lost.map(({ atMs }) => [
        atMs - 2_000,
        'RESIZING',
        {
          current_num_workers: 3,
          target_num_workers: 2,
          cause,
          ...(cause === 'USER_REQUEST' && { user: 'a@b.example' }),
        },
      ]),
    );
}

/** What to do about something that should be there and is not. */
export const reactions = ['fail', 'warn', 'pass'] as const;
export type Reaction = (typeof reactions)[number];

/** What counts as a failure. By default nothing passes because something is missing. */
export interface Policy {
  /** No baseline, or one that cannot be compared with. */
  readonly missingBaseline: Reaction;
  /** The log or the run is not whole. */
  readonly incompleteRun: Reaction;
  /** A query, stage or job that got slower while the run did not. */
  readonly slowerUnits: Reaction;
  /** Slower only because the cluster had fewer slots. */
  readonly smallerCluster: Reaction;
  /** Start-up and waiting for executors took longer. */
  readonly longerWait: Reaction;
}

export const defaultPolicy: Policy = {
  missingBaseline: 'fail',
  incompleteRun: 'fail',
  slowerUnits: 'warn',
  smallerCluster: 'warn',
  longerWait: 'warn',
};

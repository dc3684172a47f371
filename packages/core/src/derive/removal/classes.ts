/** Why an executor went away (design, section 5). */
export const removalClasses = [
  'autoscaling',
  'spot',
  'preempted',
  'out-of-memory',
  'decommissioned',
  'node-lost',
  'heartbeat-lost',
  'crashed',
  'excluded',
  'shutdown',
  'unknown',
] as const;
export type RemovalClass = (typeof removalClasses)[number];

export const confidences = ['certain', 'probable', 'possible'] as const;
export type Confidence = (typeof confidences)[number];

/** What a text or an exit code alone says. */
export interface Reading {
  readonly class: RemovalClass;
  readonly confidence: Confidence;
  /** Why: one clause, for people. */
  readonly because: string;
}

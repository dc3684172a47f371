import type { ClusterEventDraft, ClusterSource } from '../cluster-event.ts';

/** Reads the records of one platform that each stand for themselves. */
export interface RecordReader {
  readonly source: ClusterSource;
  recognises(value: unknown): boolean;
  /** The events that a record tells; `undefined` when it lacks what it cannot be understood without. */
  read(value: unknown): readonly ClusterEventDraft[] | undefined;
}

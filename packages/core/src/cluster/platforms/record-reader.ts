import type { ClusterEventDraft, ClusterSource } from '../cluster-event.ts';
import type { KnownFields } from '../fields.ts';

/** Reads the records of one platform that each stand for themselves. */
export interface RecordReader {
  readonly source: ClusterSource;
  /** What its platform is known to write; whatever else a record has is counted by name. */
  readonly knownFields: readonly KnownFields[];
  recognises(value: unknown): boolean;
  /** The events that a record tells; `undefined` when it lacks what it cannot be understood without. */
  read(value: unknown): readonly ClusterEventDraft[] | undefined;
}

import type { ClusterPlace, ClusterSource } from './cluster-event.ts';

/** What one file of the cluster's side held, and what of it could not be used: the counterpart of a log's data quality. */
export interface ClusterFile {
  readonly name: string;
  /** What it turned out to be; several where files were joined. */
  readonly sources: ClusterSource[];
  /** Records of JSON files, lines of text logs. */
  records: number;
  /** No JSON, of an unknown form, or without what they cannot be understood without. */
  unreadable: number;
  readonly unreadableExamples: { readonly place: ClusterPlace; readonly problem: string }[];
  /** Fields that cinderlog does not know, by name: how often they were met. */
  readonly unknownFields: Map<string, number>;
  /** Types of events that cinderlog does not know, by name. */
  readonly unknownTypes: Map<string, number>;
  /** Things counted and not kept one by one, because there were too many of them. */
  notKept: number;
  /** Sentences about what was left out. */
  readonly notes: string[];
  /** What it is instead of anything of use, as one clause: a web page, an empty list. */
  mistake?: string | undefined;
}

export function newClusterFile(name: string): ClusterFile {
  return {
    name,
    sources: [],
    records: 0,
    unreadable: 0,
    unreadableExamples: [],
    unknownFields: new Map(),
    unknownTypes: new Map(),
    notKept: 0,
    notes: [],
  };
}

const mostExamples = 5;
/** A file of another kind would fill the maps with whatever its fields are called. */
const mostNames = 200;

export function noteUnreadable(file: ClusterFile, place: ClusterPlace, problem: string): void {
  file.unreadable++;
  if (file.unreadableExamples.length < mostExamples) file.unreadableExamples.push({ place, problem });
}

export function noteSource(file: ClusterFile, source: ClusterSource): void {
  if (!file.sources.includes(source)) file.sources.push(source);
}

export function countName(counts: Map<string, number>, name: string): void {
  if (counts.size < mostNames || counts.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
}

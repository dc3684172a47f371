import type { ClusterEvent } from '../timeline/cluster-events.ts';
import type { LaneInfo } from '../timeline/lane.ts';
import type { Result } from './schema.ts';
import type { Settings } from './settings.ts';

/** A batch of a streaming query as the viewer shows it; its place in the list is the `id` of its span. */
export interface BatchRow {
  readonly query: string;
  readonly batchId: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly inputRows: number;
  readonly inputRowsPerSecond: number;
  readonly processedRowsPerSecond: number;
  /** What its sources had left, in words. */
  readonly backlog?: string;
  readonly phaseMs: Readonly<Record<string, number>>;
}

/** A stage that waited noticeably for its long tasks. */
export interface LongTasks {
  /** Its place in the stages of the result. */
  readonly stage: number;
  readonly usualMs: number;
  /** A task of this length or more is a long one; what exceeds the usual is too much. */
  readonly fromMs: number;
}

/** What a viewer needs to know of a run before its first query. */
export interface RunIndex {
  readonly result: Result;
  readonly lanes: readonly LaneInfo[];
  readonly clusterEvents: readonly ClusterEvent[];
  readonly batches: readonly BatchRow[];
  readonly settings: Settings;
  readonly longTasks: readonly LongTasks[];
  /** Where spans were summed up for good, from which length of time on; absent when every task can be reached. */
  readonly summedUpMs?: number;
  /** Whether single tasks can be asked for. */
  readonly hasTasks: boolean;
  /** Whether the log can be read again: for its events and for all plans. */
  readonly hasLog: boolean;
  /** Where the log cannot be read: queries whose plan is held, by their place in the SQL executions of the result. */
  readonly plansHeld?: readonly number[];
}

import { Facts } from '../derive/facts.ts';
import { backlogUnits, type BacklogAmounts } from '../events/stream-source.ts';
import type { ApplicationModel, PlanSummary } from '../model/application-model.ts';
import { totalArea, type AreaTotals } from '../timeline/area-totals.ts';
import { buildTimeline } from '../timeline/build-timeline.ts';
import type { ClusterEvent } from '../timeline/cluster-events.ts';
import type { LaneAnswer, LaneInfo, LaneQuery } from '../timeline/lane.ts';
import { packTimeline, unpackTimeline, type PackedTimeline } from '../timeline/pack-timeline.ts';
import {
  describeTask,
  findTask,
  selectTasks,
  type TaskDetails,
  type TaskPage,
  type TaskSelection,
} from '../timeline/task-rows.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { formatMeasure } from '../util/format.ts';
import { analyseFacts, type AnalyseOptions } from './build-result.ts';
import { given } from './given.ts';
import type { Result } from './schema.ts';
import { describeSettings, type Settings } from './settings.ts';

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

/** What a viewer needs to know of a run before its first query. */
export interface RunIndex {
  readonly result: Result;
  readonly lanes: readonly LaneInfo[];
  readonly clusterEvents: readonly ClusterEvent[];
  readonly batches: readonly BatchRow[];
  readonly settings: Settings;
  /** Where spans were summed up for good, from which length of time on; absent when every task can be reached. */
  readonly summedUpMs?: number;
  /** Whether single tasks can be asked for. */
  readonly hasTasks: boolean;
}

/** What is known of an SQL execution beyond the result. */
export interface QueryDetails {
  readonly callSite?: string;
  /** How often adaptive execution replaced the plan. */
  readonly planChanges: number;
  readonly plan?: PlanSummary;
}

/** All questions that a viewer asks, wherever the run lies: in a worker, behind the local server, or in the page itself. */
export interface RunRequests {
  readonly index: { readonly asks: object; readonly gets: RunIndex };
  readonly lanes: { readonly asks: { readonly queries: readonly LaneQuery[] }; readonly gets: readonly LaneAnswer[] };
  readonly task: { readonly asks: { readonly row: number }; readonly gets: TaskDetails | null };
  readonly findTask: { readonly asks: { readonly taskId: number }; readonly gets: number | null };
  readonly tasks: { readonly asks: TaskSelection; readonly gets: TaskPage };
  /** By the place in the SQL executions of the result. */
  readonly query: { readonly asks: { readonly index: number }; readonly gets: QueryDetails | null };
  readonly area: {
    readonly asks: { readonly startMs: number; readonly endMs: number };
    readonly gets: AreaTotals | null;
  };
}
export type RunMethod = keyof RunRequests;

/** A run opened for looking at: its result, its timeline, and answers to the questions of a viewer. */
export class RunView {
  readonly index: RunIndex;
  readonly #timeline: Timeline;
  readonly #model: ApplicationModel | undefined;

  constructor(index: RunIndex, timeline: Timeline, model: ApplicationModel | undefined) {
    this.index = index;
    this.#timeline = timeline;
    this.#model = model;
  }

  answer<Method extends RunMethod>(method: Method, asks: RunRequests[Method]['asks']): RunRequests[Method]['gets'] {
    return this.#answers[method](asks);
  }

  readonly #answers: { [Method in RunMethod]: (asks: RunRequests[Method]['asks']) => RunRequests[Method]['gets'] } = {
    index: () => this.index,
    lanes: ({ queries }) => queries.map((query) => this.#timeline.query(query)),
    task: ({ row }) => (this.#model === undefined ? null : (describeTask(this.#model, row) ?? null)),
    findTask: ({ taskId }) => (this.#model === undefined ? null : (findTask(this.#model, taskId) ?? null)),
    tasks: (selection) => (this.#model === undefined ? { total: 0, rows: [] } : selectTasks(this.#model, selection)),
    query: ({ index }) => describeQuery(this.#model, index),
    area: ({ startMs, endMs }) => (this.#model === undefined ? null : totalArea(this.#model, startMs, endMs)),
  };

  /** The run as plain data for a report in one file: lanes of more than `mostSpans` spans are summed up. */
  pack(mostSpans: number): PackedRun {
    const timeline = packTimeline(this.#timeline, mostSpans);
    const summedUpMs = timeline.tasks.bucketMs;
    const index: RunIndex = { ...this.index, hasTasks: false, ...(summedUpMs > 0 && { summedUpMs }) };
    return { index, timeline };
  }
}

/** What {@link RunView.pack} makes and {@link openPackedRun} reads. */
export interface PackedRun {
  readonly index: RunIndex;
  readonly timeline: PackedTimeline;
}

/** Analyses a model and lays it out on the timeline. */
export function openRun(model: ApplicationModel, logName: string, options: AnalyseOptions = {}): RunView {
  const facts = new Facts(model, options);
  const result = analyseFacts(facts, logName, options);
  const timeline = buildTimeline(facts, result.findings);
  const index: RunIndex = {
    result,
    lanes: timeline.lanes(),
    clusterEvents: timeline.parts.clusterEvents,
    batches: describeBatches(model),
    settings: describeSettings(model),
    hasTasks: true,
  };
  return new RunView(index, timeline, model);
}

/** Opens a packed run; single tasks are not in it. */
export function openPackedRun(packed: PackedRun): RunView {
  return new RunView(packed.index, unpackTimeline(packed.timeline), undefined);
}

function describeQuery(model: ApplicationModel | undefined, index: number): QueryDetails | null {
  const execution = model?.sqlExecutions[index];
  if (execution === undefined) return null;
  const { callSite, planChanges, plan } = execution;
  return { planChanges, ...(callSite !== undefined && { callSite }), ...(plan !== undefined && { plan }) };
}

function describeBatches(model: ApplicationModel): BatchRow[] {
  return model.streamingRuns.flatMap((run) =>
    run.batches.map(({ place: _place, sources: _sources, backlog, ...batch }) => ({
      query: run.name ?? run.id,
      ...batch,
      ...given('backlog', describeBacklog(backlog)),
    })),
  );
}

function describeBacklog(backlog: BacklogAmounts): string | undefined {
  const parts = backlogUnits.flatMap((unit) => {
    const amount = backlog[unit];
    return amount === undefined ? [] : [formatMeasure(amount, unit)];
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}

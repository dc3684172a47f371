import { Facts } from '../derive/facts.ts';
import type { LogInput } from '../ingest/log-input.ts';
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
import { analyseFacts, type AnalyseOptions } from './build-result.ts';
import type { RunSummary } from '../compare/run-summary.ts';
import { readEvents, type EventSubject, type LogEvents } from './log-events.ts';
import { choosePlans, readPlanGraphs, type PlanGraph } from './plan-graph.ts';
import type { Result } from './schema.ts';
import { summarise } from './summarise-application.ts';
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
  readonly backlogOffsets?: number;
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
  /** Whether the log can be read again: for its events and for all plans. */
  readonly hasLog: boolean;
  /** Where the log cannot be read: queries whose plan is held, by their place in the SQL executions of the result. */
  readonly plansHeld?: readonly number[];
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

/** Questions that the log itself has to answer: it is read once more, which takes a while. */
export interface LogRequests {
  readonly events: { readonly asks: EventSubject; readonly gets: LogEvents };
  /** By the place in the SQL executions of the result; nothing when the log holds no plan of it. */
  readonly plan: { readonly asks: { readonly index: number }; readonly gets: PlanGraph | null };
}

export interface ViewerRequests extends RunRequests, LogRequests {}
export type ViewerMethod = keyof ViewerRequests;

/** Where the log of a run is. */
export interface RunLog {
  readonly input: LogInput;
  /** Which of the applications in it, in the order of `readApplications`. */
  readonly application: number;
}

/** Looks things up in the log. Given from outside: a page that only opens packed runs need not hold the decoding of events. */
interface LogReader {
  plans(indices: readonly number[]): Promise<Map<number, PlanGraph>>;
  events(subject: EventSubject): Promise<LogEvents>;
}

/** What a run is answered from, as far as it is there. */
export interface RunParts {
  readonly model?: ApplicationModel | undefined;
  readonly log?: LogReader | undefined;
  /** What comparisons need; reads all tasks once more. */
  readonly summarise?: (() => RunSummary) | undefined;
  /** Plans that stand in for a log that is not there. */
  readonly plans?: ReadonlyMap<number, PlanGraph> | undefined;
}

/** A run opened for looking at: its result, its timeline, and answers to the questions of a viewer. */
export class RunView {
  readonly index: RunIndex;
  readonly #timeline: Timeline;
  readonly #model: ApplicationModel | undefined;
  readonly #log: LogReader | undefined;
  readonly #plans: Map<number, PlanGraph>;
  /** Reduces the run to what it is compared by; absent where the tasks are not there. */
  readonly summarise: (() => RunSummary) | undefined;

  constructor(index: RunIndex, timeline: Timeline, { model, log, plans, summarise }: RunParts) {
    this.summarise = summarise;
    this.index = index;
    this.#timeline = timeline;
    this.#model = model;
    this.#log = log;
    this.#plans = new Map(plans);
  }

  answer<Method extends RunMethod>(method: Method, asks: RunRequests[Method]['asks']): RunRequests[Method]['gets'] {
    return this.#answers[method](asks);
  }

  /** Answers any question: at once, or after reading in the log. */
  async ask<Method extends ViewerMethod>(
    method: Method,
    asks: ViewerRequests[Method]['asks'],
  ): Promise<ViewerRequests[Method]['gets']> {
    if (method === 'plan') return await this.#readPlan((asks as LogRequests['plan']['asks']).index);
    if (method === 'events') return await this.#readEvents(asks as EventSubject);
    return this.answer(method, asks);
  }

  async #readPlan(index: number): Promise<PlanGraph | null> {
    const held = this.#plans.get(index);
    if (held !== undefined || this.#log === undefined) return held ?? null;
    const read = await this.#log.plans([index]);
    for (const [at, plan] of read) this.#plans.set(at, plan);
    return read.get(index) ?? null;
  }

  async #readEvents(subject: EventSubject): Promise<LogEvents> {
    return (await this.#log?.events(subject)) ?? { events: [], isCut: false };
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

  /**
   * The run as plain data for a report in one file: lanes of more than `mostSpans` spans are summed up, and plans are those of the
   * longest queries.
   */
  async pack(mostSpans: number, mostPlanNodes: number): Promise<PackedRun> {
    const timeline = packTimeline(this.#timeline, mostSpans);
    const summedUpMs = timeline.tasks.bucketMs;
    const plans = await this.#packPlans(mostPlanNodes);
    const index: RunIndex = {
      ...this.index,
      hasTasks: false,
      hasLog: false,
      plansHeld: plans.map(([at]) => at),
      ...(summedUpMs > 0 && { summedUpMs }),
    };
    return { index, timeline, plans };
  }

  async #packPlans(mostNodes: number): Promise<[index: number, plan: PlanGraph][]> {
    if (this.#model === undefined || this.#log === undefined) return [];
    const plans = await this.#log.plans([...this.#model.sqlExecutions.keys()]);
    return choosePlans(this.#model, plans, mostNodes);
  }
}

/** What {@link RunView.pack} makes and {@link openPackedRun} reads. */
export interface PackedRun {
  readonly index: RunIndex;
  readonly timeline: PackedTimeline;
  readonly plans: readonly (readonly [index: number, plan: PlanGraph])[];
}

/** Analyses a model and lays it out on the timeline. Without its log, events and plans cannot be asked for. */
export function openRun(
  model: ApplicationModel,
  logName: string,
  { log, ...options }: AnalyseOptions & { readonly log?: RunLog | undefined } = {},
): RunView {
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
    hasLog: log !== undefined,
  };
  const reader: LogReader | undefined = log && {
    plans: (indices) => readPlanGraphs(model, log.input, log.application, indices),
    events: (subject) => readEvents(model, log.input, log.application, subject),
  };
  return new RunView(index, timeline, { model, log: reader, summarise: () => summarise(model, undefined, options) });
}

/** Opens a packed run; single tasks are not in it. */
export function openPackedRun(packed: PackedRun): RunView {
  return new RunView(packed.index, unpackTimeline(packed.timeline), { plans: new Map(packed.plans) });
}

function describeQuery(model: ApplicationModel | undefined, index: number): QueryDetails | null {
  const execution = model?.sqlExecutions[index];
  if (execution === undefined) return null;
  const { callSite, planChanges, plan } = execution;
  return { planChanges, ...(callSite !== undefined && { callSite }), ...(plan !== undefined && { plan }) };
}

function describeBatches(model: ApplicationModel): BatchRow[] {
  return model.streamingRuns.flatMap((run) =>
    run.batches.map(({ place: _place, backlogOffsets, ...batch }) => ({
      query: run.name ?? run.id,
      ...batch,
      ...(backlogOffsets !== undefined && { backlogOffsets }),
    })),
  );
}

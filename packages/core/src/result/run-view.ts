import { Facts } from '../derive/facts.ts';
import { backlogUnits, type BacklogAmounts } from '../events/stream-source.ts';
import type { RunSummary } from '../compare/run-summary.ts';
import type { ApplicationModel, PlanSummary } from '../model/application-model.ts';
import { totalArea, type AreaTotals } from '../timeline/area-totals.ts';
import { buildTimeline } from '../timeline/build-timeline.ts';
import type { LaneAnswer, LaneQuery } from '../timeline/lane.ts';
import {
  describeTask,
  findTask,
  selectTasks,
  type TaskDetails,
  type TaskPage,
  type TaskRow,
  type TaskSelection,
} from '../timeline/task-rows.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { formatMeasure } from '../util/format.ts';
import { analyseFacts, type AnalyseOptions } from './build-result.ts';
import { given } from './given.ts';
import { readEvents, type EventSubject, type LogEvents } from './log-events.ts';
import { unpackRun, type PackedRun } from './packed-run.ts';
import { readPlanGraphs, type PlanGraph, type RunLog } from './plan-graph.ts';
import { redactIndex } from './redact/redact-run.ts';
import { Redactor } from './redact/redactor.ts';
import type { BatchRow, LongTasks, RunIndex } from './run-index.ts';
import type { Result } from './schema.ts';
import { describeSettings } from './settings.ts';
import { summarise } from './summarise-application.ts';

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

/** Looks things up in the log. Given from outside: a page that only opens packed runs need not hold the decoding of events. */
interface LogReader {
  plans(indices: readonly number[]): Promise<Map<number, PlanGraph>>;
  events(subject: EventSubject): Promise<LogEvents>;
}

/** What a run is answered from, as far as it is there. */
interface RunParts {
  readonly model?: ApplicationModel | undefined;
  readonly log?: LogReader | undefined;
  /** What comparisons need. */
  readonly summarise?: (() => RunSummary) | undefined;
  /** Plans that stand in for a log that is not there. */
  readonly plans?: PackedRun['plans'];
}

/** A run opened for looking at: its result, its timeline, and answers to the questions of a viewer. */
export class RunView {
  readonly index: RunIndex;
  readonly #timeline: Timeline;
  readonly #model: ApplicationModel | undefined;
  readonly #redactor: Redactor;
  readonly #log: LogReader | undefined;
  readonly #plans: Map<number, PlanGraph>;
  /** Reduces the run to what it is compared by; absent where that is not known. */
  readonly summarise: (() => RunSummary) | undefined;

  constructor(index: RunIndex, timeline: Timeline, parts: RunParts, redactor: Redactor) {
    this.index = redactIndex(index, redactor);
    this.#timeline = timeline;
    this.#model = parts.model;
    this.#redactor = redactor;
    this.#log = parts.log;
    this.#plans = new Map(parts.plans);
    this.summarise = parts.summarise;
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
    if (method === 'events') return (await this.#log?.events(asks as EventSubject)) ?? { events: [], isCut: false };
    return this.answer(method, asks);
  }

  async #readPlan(index: number): Promise<PlanGraph | null> {
    if (!this.#plans.has(index) && this.#log !== undefined) {
      for (const [at, plan] of await this.#log.plans([index])) this.#plans.set(at, plan);
    }
    return this.#redactor.redactJson(this.#plans.get(index) ?? null) as PlanGraph | null;
  }

  readonly #answers: { [Method in RunMethod]: (asks: RunRequests[Method]['asks']) => RunRequests[Method]['gets'] } = {
    index: () => this.index,
    lanes: ({ queries }) => queries.map((query) => this.#timeline.query(query)),
    task: ({ row }) => {
      const task = this.#model === undefined ? undefined : describeTask(this.#model, row);
      return task === undefined ? null : this.#redactTask(task);
    },
    findTask: ({ taskId }) => (this.#model === undefined ? null : (findTask(this.#model, taskId) ?? null)),
    tasks: (selection) => {
      if (this.#model === undefined) return { total: 0, rows: [] };
      const { total, rows } = selectTasks(this.#model, selection);
      return { total, rows: rows.map((row) => this.#redactTask(row)) };
    },
    query: ({ index }) => this.#redactor.redactJson(describeQuery(this.#model, index)) as RunRequests['query']['gets'],
    area: ({ startMs, endMs }) => (this.#model === undefined ? null : totalArea(this.#model, startMs, endMs)),
  };

  /** Most tasks share their few hosts and failures. */
  readonly #redactTask = <Task extends TaskRow>(task: Task): Task => ({
    ...task,
    host: this.#redactOnce(task.host),
    failure: this.#redactOnce(task.failure),
  });
  readonly #redacted = new Map<string, string>();

  #redactOnce(text: string): string {
    let redacted = this.#redacted.get(text);
    if (redacted === undefined) {
      redacted = this.#redactor.redactText(text);
      this.#redacted.set(text, redacted);
    }
    return redacted;
  }
}

export interface OpenOptions extends AnalyseOptions {
  /** Goes over every text before anybody sees it; by default secrets are hidden. */
  readonly redactor?: Redactor | undefined;
  /** Where its events and plans can be looked up. */
  readonly log?: RunLog | undefined;
}

/** Analyses a model and lays it out on the timeline. */
export function openRun(model: ApplicationModel, logName: string, options: OpenOptions = {}): RunView {
  const { log, redactor = new Redactor(['secrets']), ...own } = options;
  const { index, timeline } = layOutRun(new Facts(model, own), logName, own);
  const reader: LogReader | undefined = log && {
    plans: (indices) => readPlanGraphs(index.result, log, indices),
    events: (subject) => readEvents(model, log, subject, redactor),
  };
  const summary = () => summarise(model, undefined, own).summary;
  const parts = { model, log: reader, summarise: summary };
  return new RunView({ ...index, hasLog: log !== undefined }, timeline, parts, redactor);
}

/** The result of a run and its timeline; no text in them is redacted. */
export function layOutRun(
  facts: Facts,
  logName: string,
  options: AnalyseOptions,
): { readonly index: RunIndex; readonly timeline: Timeline } {
  const { model } = facts;
  const result = analyseFacts(facts, logName, options);
  const timeline = buildTimeline(facts, result.findings);
  const index: RunIndex = {
    result,
    lanes: timeline.lanes(),
    clusterEvents: timeline.parts.clusterEvents,
    batches: describeBatches(model),
    settings: describeSettings(model),
    longTasks: findLongTasks(facts),
    hasTasks: true,
    hasLog: false,
  };
  return { index, timeline };
}

function findLongTasks(facts: Facts): LongTasks[] {
  return facts.stages.flatMap((stage) => {
    const found = facts.stragglersOf(stage);
    if (found === undefined || found.costMs < facts.noticeableMs) return [];
    return [{ stage: stage.index, usualMs: found.medianMs, fromMs: found.longFromMs }];
  });
}

/** Opens a packed run with the result that it belongs to; single tasks are not in it. */
export function openPackedRun(
  packed: PackedRun,
  result: Result,
  redactor = new Redactor(['secrets']),
  summary?: RunSummary,
): RunView {
  const { index, timeline } = unpackRun(packed, result);
  const parts = { plans: packed.plans, summarise: summary && (() => summary) };
  return new RunView(index, timeline, parts, redactor);
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

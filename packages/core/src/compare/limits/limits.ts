import type { RemovalClass } from '../../derive/removal/classes.ts';
import type { Severity } from '../../util/severity.ts';

/** As a Databricks metric threshold: over the expected time warns, over the maximum fails. */
export interface DurationLimit {
  readonly expectedMs?: number | undefined;
  readonly maximumMs?: number | undefined;
}

/** For everything whose name fits; `*` stands for any text. */
export interface NamedLimit extends DurationLimit {
  readonly name: string;
  /** Whether it is a failure when nothing has that name. True by default. */
  readonly required?: boolean | undefined;
}

/** A task of a job run. */
export interface TaskLimit extends NamedLimit {
  /** Retries that its platform may make. One that was needed warns, for it hid a failure; more fail. */
  readonly retries?: number | undefined;
}

export interface BacklogLimit {
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  readonly files?: number | undefined;
  readonly seconds?: number | undefined;
}

export interface StreamLimit {
  /** All queries when absent. */
  readonly name?: string | undefined;
  readonly required?: boolean | undefined;
  /** At the end of the run: what the sources still held. */
  readonly backlog?: BacklogLimit | undefined;
  /** At any time of the run, as a mean over ten minutes: what the health rules of Databricks compare with. */
  readonly meanBacklog?: BacklogLimit | undefined;
  /** Of the 95th percentile. */
  readonly batch?: DurationLimit | undefined;
  /** At least this share (0 to 1) of the batches has to be done within a time. */
  readonly freshness?: { readonly share: number; readonly withinMs: number } | undefined;
}

export interface ShareLimit {
  /** A label of the wall-clock ledger; `gaps` for all time without a task; `thrown-away` and other labels of the core-time ledger. */
  readonly label: string;
  /** 0 to 1. */
  readonly maximumShare?: number | undefined;
  readonly maximumMs?: number | undefined;
}

export interface FindingLimit {
  readonly kind?: string | undefined;
  /** This severity or a worse one. */
  readonly severity?: Severity | undefined;
  readonly maximum: number;
}

/** What a run must keep. Everything is optional; an empty object checks nothing. */
export interface Limits {
  readonly run?: DurationLimit | undefined;
  readonly jobGroups?: readonly NamedLimit[] | undefined;
  readonly jobs?: readonly NamedLimit[] | undefined;
  readonly sqlExecutions?: readonly NamedLimit[] | undefined;
  readonly stages?: readonly NamedLimit[] | undefined;
  /** Tasks of a job run, by their keys: known from the platform's history of runs only. */
  readonly tasks?: readonly TaskLimit[] | undefined;
  readonly streams?: readonly StreamLimit[] | undefined;
  readonly ledger?: readonly ShareLimit[] | undefined;
  readonly spilledBytes?: number | undefined;
  /** Longest task over median task, of stages that take at least a hundredth of the run. */
  readonly skewRatio?: number | undefined;
  readonly failedTasks?: number | undefined;
  /** By class; `lost` counts all that nobody asked for. */
  readonly removedExecutors?: Readonly<Partial<Record<RemovalClass | 'lost', number>>> | undefined;
  readonly findings?: readonly FindingLimit[] | undefined;
}

import type { Facts } from '../derive/facts.ts';
import type { ClusterPlace } from '../cluster/cluster-event.ts';
import type { Confidence } from '../derive/removal/classes.ts';
import type { LogPlace } from '../model/application-model.ts';
import type { LimitSet } from '../util/limits.ts';
import type { Severity } from '../util/severity.ts';

/** How a cost was found: by replaying the affected stages, from the length of intervals, or as a limit it cannot exceed. */
export const costBases = ['replay', 'interval', 'bound'] as const;
export type CostBasis = (typeof costBases)[number];

export interface Cost {
  readonly wallClockMs: number;
  /** Slot-milliseconds. */
  readonly coreMs: number;
  readonly basis: CostBasis;
}

export type Subject =
  | { readonly type: 'executor'; readonly id: string }
  | { readonly type: 'host'; readonly id: string }
  | { readonly type: 'job'; readonly id: number }
  | { readonly type: 'sql-execution'; readonly id: number }
  | { readonly type: 'stage-attempt'; readonly stageId: number; readonly attemptId: number };

export interface TimeRange {
  /** Milliseconds since the start of the application. */
  readonly startMs: number;
  readonly endMs: number;
}

/** One number or text that a finding rests on. */
export interface Evidence {
  readonly name: string;
  readonly value: number | string;
  /** `ms`, `bytes`, `tasks`, `ratio` …; absent for texts. */
  readonly unit?: string;
  /** What the value was compared with. */
  readonly limit?: number;
  /** Where in the log it stands. */
  readonly place?: LogPlace;
  /** Where it stands in a file of the cluster's side. */
  readonly clusterPlace?: ClusterPlace;
}

export interface Advice {
  readonly text: string;
  readonly setting?: string;
  readonly value?: string;
}

/** What a detector reports (design, section 5): data first, the two sentences last. */
export interface Finding {
  /** Stable: kind and subject, so that it can be linked, baselined and suppressed. */
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  /** What happened, in one sentence without an end mark. */
  readonly title: string;
  readonly cause: {
    readonly class: string;
    readonly confidence: Confidence;
    /** Why this class. */
    readonly because: string;
    readonly ruledOut: readonly { readonly class: string; readonly because: string }[];
  };
  readonly subjects: readonly Subject[];
  readonly ranges: readonly TimeRange[];
  /** As if this were the only finding; what overlapping findings leave of it is for {@link PricedFinding}. */
  readonly cost: Cost;
  readonly evidence: readonly Evidence[];
  readonly advice: readonly Advice[];
}

/** A finding whose cost is counted beside the others: the sum over all findings never exceeds the run. */
export interface PricedFinding extends Finding {
  readonly cost: Cost & {
    /** What it would cost by itself: overlapping findings each claim it. */
    readonly aloneMs: number;
  };
}

/** One finding kind. Its `id` is the file name and the name of its docs page. */
export interface Detector {
  readonly id: string;
  readonly title: string;
  /** The numbers that decide whether something is a finding of this kind, as far as they may be set. */
  readonly limits?: LimitSet;
  detect(facts: Facts): Finding[];
}

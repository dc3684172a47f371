/** `truth.json`, written by the lab from its own clock and actions; see fixtures/README.md. All times are epoch milliseconds. */
export interface Truth {
  readonly scenario: string;
  readonly sparkVersion: string;
  readonly appId: string;
  readonly applicationEnded: boolean;
  readonly startedMs: number;
  readonly endedMs: number;
  /** What was done to the run; absent in the logs that came before there were groups. */
  readonly fault?: string;
  /** Nothing is wrong with the run. */
  readonly clean?: boolean;
  readonly actions: readonly {
    readonly atMs: number;
    readonly action: string;
    readonly description?: string;
    /** Of `executors-ready`. */
    readonly executors?: readonly { readonly executorId: string; readonly host: string }[];
  }[];
  /** The stretch that the fault makes longer, in both runs of a pair, and the kinds of finding that price it. */
  readonly measured?: { readonly kinds: readonly string[]; readonly startMs: number; readonly endMs: number } | null;
  readonly expected: {
    readonly removedExecutors: readonly ExpectedRemoval[];
    readonly gaps: readonly ExpectedGap[];
    readonly findings: readonly string[];
    readonly tolerated: readonly string[];
    readonly stages: readonly { readonly description: string; readonly kind: string; readonly what: string }[];
  };
}

export interface ExpectedRemoval {
  readonly executorId: string;
  readonly host: string;
  readonly class: string;
  /** Classes that the log alone cannot rule out. */
  readonly alsoAcceptable: readonly string[];
  readonly aroundMs: number;
}

export interface ExpectedGap {
  readonly startMs: number;
  readonly endMs: number;
  readonly cause: string;
  readonly alsoAcceptable: readonly string[];
}

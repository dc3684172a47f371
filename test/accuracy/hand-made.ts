import type { Result } from '../../packages/core/src/index.ts';
import type { Truth } from '../support/truth.ts';
import type { Run } from './scenarios.ts';

type Finding = Result['findings'][number];

/** The application of these runs starts here, in epoch milliseconds. */
export const startMs = 1_000_000;

/** A run made by hand: a fault-free truth and an empty result, except for what is given. Times count from the start. */
export function handMadeRun(
  expected: Partial<Truth['expected']>,
  found: {
    readonly findings?: readonly Finding[];
    readonly executors?: readonly Partial<Result['executors'][number]>[];
  },
  truth: Partial<Truth> = {},
): Run {
  return {
    name: 'hand-made',
    truth: {
      scenario: 'hand-made',
      sparkVersion: '3.5.9',
      appId: 'app-1',
      applicationEnded: true,
      startedMs: startMs,
      endedMs: startMs,
      actions: [],
      ...truth,
      expected: { removedExecutors: [], gaps: [], findings: [], tolerated: [], stages: [], ...expected },
    },
    result: {
      application: { startMs },
      findings: found.findings ?? [],
      executors: found.executors ?? [],
      jobs: [],
    } as unknown as Result,
  };
}

export function handMadeFinding(given: {
  readonly kind: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly severity?: Finding['severity'];
  readonly cause?: string;
  readonly confidence?: Finding['cause']['confidence'];
  readonly costMs?: number;
}): Finding {
  return {
    id: `${given.kind}-1`,
    kind: given.kind,
    severity: given.severity ?? 'warning',
    title: 'made by hand',
    cause: {
      class: given.cause ?? given.kind,
      confidence: given.confidence ?? 'probable',
      because: '',
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: given.startMs, endMs: given.endMs }],
    cost: { wallClockMs: given.costMs ?? 0, aloneMs: given.costMs ?? 0, coreMs: 0, basis: 'interval' },
    evidence: [],
    advice: [],
  };
}

/** The outcome of one thing that was checked. */
export interface Check {
  /** Stable: kind and subject. */
  readonly id: string;
  readonly status: 'passed' | 'warned' | 'failed';
  /** What is checked, without the outcome: `run duration`, `SQL execution "revenue"`. */
  readonly title: string;
  /** The outcome in one sentence without an end mark, with the numbers. */
  readonly because: string;
  readonly measured?: number;
  readonly limit?: number;
  readonly unit?: 'ms' | 'bytes' | 'ratio' | 'rows' | 'tasks' | 'count';
}

const order = { passed: 0, warned: 1, failed: 2 } as const;

/** The worst of all; nothing checked is a failure, since a check never passes because something is missing. */
export function worstStatus(checks: readonly Check[]): Check['status'] {
  if (checks.length === 0) return 'failed';
  return checks.reduce<Check['status']>(
    (worst, { status }) => (order[status] > order[worst] ? status : worst),
    'passed',
  );
}

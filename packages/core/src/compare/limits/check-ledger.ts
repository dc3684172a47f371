import { formatDuration, formatShare } from '../../util/format.ts';
import type { RunSummary } from '../run-summary.ts';
import { isRunningLabel } from '../summarise-run.ts';
import { checkMost } from './make-check.ts';
import type { Check } from './check.ts';
import type { ShareLimit } from './limits.ts';

/** Checks the share of the run, or of the core time, that goes under a label. */
export function checkLedger(run: RunSummary, limits: readonly ShareLimit[]): Check[] {
  return limits.flatMap(({ label, maximumShare, maximumMs }) => {
    const { ms, wholeMs, of } = measure(run, label);
    const id = `ledger:${label}`;
    const checks: Check[] = [];
    if (maximumMs !== undefined) checks.push(checkMost(id, `ledger: ${label}`, ms, maximumMs, 'ms', formatDuration));
    if (maximumShare !== undefined) {
      const write = (share: number) => `${formatShare(share)} of ${of}`;
      checks.push(
        checkMost(`${id}:share`, `ledger: ${label}`, wholeMs === 0 ? 0 : ms / wholeMs, maximumShare, 'ratio', write),
      );
    }
    return checks;
  });
}

function measure(run: RunSummary, label: string): { ms: number; wholeMs: number; of: string } {
  if (label === 'gaps') {
    const ms = sum(Object.entries(run.wallClock).flatMap(([name, value]) => (isRunningLabel(name) ? [] : [value])));
    return { ms, wholeMs: run.durationMs, of: 'the run' };
  }
  const coreMs = run.coreTime[label];
  if (run.wallClock[label] === undefined && coreMs !== undefined) {
    return { ms: coreMs, wholeMs: sum(Object.values(run.coreTime)), of: 'the core time' };
  }
  return { ms: run.wallClock[label] ?? 0, wholeMs: run.durationMs, of: 'the run' };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

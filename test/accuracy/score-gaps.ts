import type { ResultFinding } from '../../packages/core/src/index.ts';
import type { Run } from './scenarios.ts';
import { none, type Classified } from './score-removals.ts';
import { onResultClock, sharedMs, type Span } from './times.ts';

/** A gap is found when findings cover this share of it, and a finding belongs to it when this share of its range does. */
const coverage = 0.5;

/** Compares each stretch that the lab left without a task with the gap findings that cover it, by the cause of most of it. */
export function scoreGaps(run: Run): Classified[] {
  return run.truth.expected.gaps.map((truth) => {
    const gap = onResultClock(run, truth);
    const lengthMs = gap.endMs - gap.startMs;
    const inside = run.result.findings.filter((finding) => isGap(finding) && liesIn(finding, gap));
    const coveredMs = new Map<string, number>();
    for (const finding of inside) {
      const ms = finding.ranges.reduce((sum, range) => sum + sharedMs(range, gap), 0);
      coveredMs.set(finding.cause.class, (coveredMs.get(finding.cause.class) ?? 0) + ms);
    }
    const [main, mainMs] = [...coveredMs].sort((a, b) => b[1] - a[1])[0] ?? [none, 0];
    const totalMs = [...coveredMs.values()].reduce((sum, ms) => sum + ms, 0);
    const found = totalMs >= coverage * lengthMs && mainMs > 0;
    return {
      run: run.name,
      truth: truth.cause,
      reported: found ? main : none,
      correct: found && [truth.cause, ...truth.alsoAcceptable].includes(main),
      certainButWrong: inside.some(
        (finding) => finding.cause.confidence === 'certain' && finding.cause.class !== truth.cause,
      ),
    };
  });
}

export function isGap(finding: ResultFinding): boolean {
  return finding.kind === 'execution-gap';
}

/** Whether most of a finding's time lies in a span. */
export function liesIn(finding: ResultFinding, span: Span): boolean {
  const lengthMs = finding.ranges.reduce((sum, range) => sum + range.endMs - range.startMs, 0);
  const insideMs = finding.ranges.reduce((sum, range) => sum + sharedMs(range, span), 0);
  return insideMs > 0 && insideMs >= coverage * lengthMs;
}

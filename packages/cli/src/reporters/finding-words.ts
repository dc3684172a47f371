import { formatDuration, formatOffset, formatShare, plural, type ResultFinding } from '@cinderlog/core';

/** Less overlap than this with other findings is no news. */
const noticeableOverlap = 0.05;

/** When it was, what it cost beyond what other findings claim and by itself, and the core time that went with it. */
export function whenAndCost(finding: ResultFinding, runMs: number): string[] {
  const { wallClockMs, aloneMs, coreMs } = finding.cost;
  return [
    whenOf(finding),
    costOf(finding, runMs),
    ...(aloneMs - wallClockMs > noticeableOverlap * aloneMs ? [`${formatDuration(aloneMs)} by itself`] : []),
    ...(coreMs > 0 ? [`${formatDuration(coreMs)} of core time`] : []),
  ];
}

/** `cost up to 8.2 s (14.2 % of the run)`; `took` where its interval is the cost. */
function costOf({ cost }: ResultFinding, runMs: number): string {
  const { wallClockMs, aloneMs, basis } = cost;
  if (wallClockMs <= 0) {
    return aloneMs > 0 ? 'cost nothing beyond what other findings claim' : 'cost no time that can be measured';
  }
  const verb = basis === 'interval' ? 'took' : basis === 'replay' ? 'cost' : 'cost up to';
  return `${verb} ${formatDuration(wallClockMs)} (${formatShare(wallClockMs / runMs)} of the run)`;
}

/** `+17.2 s to +25.4 s and 2 more stretches`. */
function whenOf({ ranges }: ResultFinding): string {
  const [first] = ranges;
  if (first === undefined) return 'over the whole run';
  const more = ranges.length > 1 ? ` and ${plural(ranges.length - 1, 'more stretch', 'more stretches')}` : '';
  return first.startMs === first.endMs
    ? `at ${formatOffset(first.startMs)}${more}`
    : `${formatOffset(first.startMs)} to ${formatOffset(first.endMs)}${more}`;
}

/** The cause with how sure it is, and the first causes that were ruled out; not yet escaped. */
export function causeOf({ cause }: ResultFinding, mostRuledOut: number): string {
  const others = cause.ruledOut.slice(0, mostRuledOut).map((other) => `Not ${other.class}: ${other.because}.`);
  return [`${cause.class}, ${cause.confidence}: ${cause.because}.`, ...others].join(' ');
}

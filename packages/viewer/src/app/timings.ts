/** What is measured, in the order in which it happens. */
const timed = {
  read: 'reading the log',
  analyse: 'analysing and laying it out',
  firstLanes: 'until the first lanes were there',
  lanes: 'asking for lanes',
  frame: 'drawing a frame',
} as const;
type TimedStep = keyof typeof timed;

interface Timing {
  readonly name: string;
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestMs: number;
}

/** Of each step the latest so many are kept. */
const mostKept = 1_000;

/** How long the page took for what it did, for whoever finds it slow. Recordings of a browser's own tools show the steps too. */
class Timings {
  readonly #kept = new Map<TimedStep, number[]>();

  /** Notes a step that began at a time of `performance.now()`, and ends now. */
  since(step: TimedStep, startMs: number): void {
    const { duration } = performance.measure(`cinderlog-${step}`, { start: startMs });
    // Kept by the browser as well, they would pile up.
    performance.clearMeasures(`cinderlog-${step}`);
    this.add(step, duration);
  }

  /** Notes a step that was measured elsewhere. */
  add(step: TimedStep, ms: number): void {
    const kept = this.#kept.get(step) ?? [];
    this.#kept.set(step, kept);
    kept.push(ms);
    if (kept.length > mostKept) kept.shift();
  }

  list(): Timing[] {
    return (Object.keys(timed) as TimedStep[]).flatMap((step) => {
      const sorted = [...(this.#kept.get(step) ?? [])].sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      if (sorted.length === 0) return [];
      return [{ name: timed[step], count: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), longestMs: at(1) }];
    });
  }
}

export const timings = new Timings();

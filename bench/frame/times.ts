const frameMs = 1000 / 60;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Prints the usual and the worst of some times, beside a frame. */
export function sayTimes(name: string, timesMs: readonly number[]): void {
  const [median, p95] = [quantile(timesMs, 0.5), quantile(timesMs, 0.95)];
  const ratio = (p95 / frameMs).toFixed(2);
  console.log(
    `${name.padEnd(50)} median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms = ${ratio} of a frame (${timesMs.length})`,
  );
}

/** The columns that the phases of a task are made from. */
export const phaseColumns = [
  'hasMetrics',
  'jvmGcMs',
  'shuffleFetchWaitMs',
  'shuffleWriteNs',
  'executorDeserializeMs',
  'executorRunMs',
  'resultSerializationMs',
  'gettingResultMs',
] as const;

const nsPerMs = 1e6;

/**
 * Writes which part of a task's time (in 255ths) went into garbage collection, shuffle and overhead; the rest is computing. Overhead is
 * what the executor did not run: scheduling, (de)serialisation, fetching the result, as the task page of the Spark UI has it.
 * Metrics overlap in places, so parts are cut down to what is left of the task.
 */
export function phaseShares(
  block: Readonly<Record<(typeof phaseColumns)[number], Float64Array>>,
  i: number,
  durationMs: number,
  shares: readonly Uint8Array[],
  row: number,
): void {
  if (durationMs <= 0 || block.hasMetrics[i] !== 1) return;
  const runMs = block.executorRunMs[i] ?? 0;
  const parts = [
    block.jvmGcMs[i] ?? 0,
    (block.shuffleFetchWaitMs[i] ?? 0) + (block.shuffleWriteNs[i] ?? 0) / nsPerMs,
    Math.max(0, durationMs - runMs),
  ];
  let left = 255;
  for (let phase = 0; phase < shares.length; phase++) {
    const share = Math.min(left, Math.round((255 * (parts[phase] ?? 0)) / durationMs));
    const target = shares[phase];
    if (target !== undefined) target[row] = share;
    left -= share;
  }
}

import type { Measurement } from './measure.ts';

/** One row of the comparison. */
export interface Reader {
  readonly name: string;
  /** The file it reads. */
  readonly path: string;
  readonly measure: () => Measurement;
}

export function printRow(...cells: readonly string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(10))).join(''));
}

/** Prints what the readers took for `textBytes` of text; returns by name how much faster than the first one they are, warm. */
export function printReaders(
  readers: readonly Reader[],
  results: readonly Measurement[],
  textBytes: number,
): Map<string, number> {
  const [yardstick] = results;
  const ratios = new Map<string, number>();
  if (yardstick === undefined) return ratios;
  const tasks = Number(yardstick.outcome);
  console.log(
    `\n${tasks} tasks, ${(textBytes / 1e6).toFixed(0)} MB of text; medians of processor time; "x" = times the speed of the first row`,
  );
  printRow('', 'cpu ms', 'MB/s', 'ns/task', 'x', 'cold ms', 'x', 'wall ms', 'RSS MB');
  results.forEach(({ warmCpuMs, coldCpuMs, warmWallMs, peakRssBytes }, index) => {
    const name = readers[index]?.name ?? '';
    const ratio = yardstick.warmCpuMs / warmCpuMs;
    ratios.set(name, ratio);
    printRow(
      name,
      warmCpuMs.toFixed(0),
      (textBytes / 1e3 / warmCpuMs).toFixed(0),
      ((warmCpuMs * 1e6) / tasks).toFixed(0),
      ratio.toFixed(2),
      coldCpuMs.toFixed(0),
      (yardstick.coldCpuMs / coldCpuMs).toFixed(2),
      warmWallMs.toFixed(0),
      peakRssBytes === 0 ? '' : (peakRssBytes / 1e6).toFixed(0),
    );
  });
  return ratios;
}

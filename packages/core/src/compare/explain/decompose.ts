import { busyLabels } from '../../derive/labels.ts';
import { runningLabels } from '../summarise-run.ts';
import type { Reference } from './reference.ts';

/** What the change of the time in which tasks run is made of, in milliseconds of wall clock. Sums to that change. */
export interface RunningParts {
  readonly input: number;
  /** More or less work for the same input. */
  readonly workPerInput: number;
  /** Tasks that failed or were killed, and results that were lost. */
  readonly thrownAway: number;
  readonly slots: number;
  /** Slots offered and not used while tasks ran: skew, tails, too few tasks. */
  readonly idleSlots: number;
}

interface Factors {
  readonly runningMs: number;
  readonly usefulMs: number;
  readonly busyMs: number;
  readonly offeredMs: number;
}

/**
 * Splits the change of running time by the identity
 * `running = input · (useful / input) · (busy / useful) / (slots · busy / offered)`, with `slots = offered / running`, by the
 * logarithmic mean (LMDI; Ang 2004): each factor x gets `L · ln(x₁ / x₀)` with `L = (R₁ − R₀) / ln(R₁ / R₀)`. It leaves no rest.
 *
 * @param inputRatio new input over known input
 */
export function decomposeRunning(known: Reference, fresh: Reference, inputRatio: number): RunningParts {
  const a = factorsOf(known);
  const b = factorsOf(fresh);
  const change = b.runningMs - a.runningMs;
  const positive = [a, b].every(({ runningMs, usefulMs, offeredMs }) => runningMs > 0 && usefulMs > 0 && offeredMs > 0);
  // Without any task on one side there is nothing to divide by: all of it is work that came or went.
  if (!positive) return { input: 0, workPerInput: change, thrownAway: 0, slots: 0, idleSlots: 0 };
  const logRatio = Math.log(b.runningMs / a.runningMs);
  const weight = logRatio === 0 ? a.runningMs : change / logRatio;
  const part = (ratio: number) => weight * Math.log(ratio);
  return {
    input: part(inputRatio),
    workPerInput: part(b.usefulMs / a.usefulMs / inputRatio),
    thrownAway: part(b.busyMs / b.usefulMs / (a.busyMs / a.usefulMs)),
    slots: part(a.offeredMs / a.runningMs / (b.offeredMs / b.runningMs)),
    idleSlots: part(a.busyMs / a.offeredMs / (b.busyMs / b.offeredMs)),
  };
}

function factorsOf({ wallClock, coreTime }: Reference): Factors {
  const sum = (record: Readonly<Record<string, number>>, labels: readonly string[]) =>
    labels.reduce((total, label) => total + (record[label] ?? 0), 0);
  const busyMs = sum(coreTime, busyLabels);
  return {
    runningMs: sum(wallClock, runningLabels),
    busyMs,
    usefulMs: busyMs - (coreTime['thrown-away'] ?? 0),
    offeredMs:
      busyMs +
      sum(
        coreTime,
        runningLabels.map((label) => `idle:${label}`),
      ),
  };
}

/** Where more work for the same input went: slot-milliseconds by what tasks reported, largest growth first. */
export function growthOfWork(
  known: Reference,
  fresh: Reference,
  inputRatio: number,
): { label: string; coreMs: number }[] {
  return busyLabels
    .filter((label) => label !== 'thrown-away')
    .map((label) => ({ label, coreMs: (fresh.coreTime[label] ?? 0) - (known.coreTime[label] ?? 0) * inputRatio }))
    .sort((a, b) => Math.abs(b.coreMs) - Math.abs(a.coreMs));
}

import { bisector } from 'd3-array';

/** Steps that people read without thinking, in milliseconds. */
const stepsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5,
  216e5, 432e5, 864e5, 1728e5, 6048e5,
] as const;
const steps = bisector((step: number) => step);

/**
 * Round moments of a window, at least `leastPx` apart.
 *
 * @param originMs what counts as round: the start of the run, or of a day
 */
export function timeTicks(
  startMs: number,
  endMs: number,
  widthPx: number,
  leastPx: number,
  originMs = 0,
): { ticksMs: number[]; stepMs: number } {
  const wantedMs = ((endMs - startMs) / Math.max(1, widthPx)) * leastPx;
  const stepMs = stepsMs[Math.min(steps.left(stepsMs, wantedMs), stepsMs.length - 1)] ?? 1;
  const ticksMs: number[] = [];
  for (let tick = Math.ceil((startMs + originMs) / stepMs); tick * stepMs - originMs <= endMs; tick++)
    ticksMs.push(tick * stepMs - originMs);
  return { ticksMs, stepMs };
}

/** A moment of the run as the ruler writes it, as exact as its step: `0 s`, `1.25 s`, `4:05`, `1:20:33`. */
export function formatTick(timeMs: number, stepMs: number): string {
  const digits = stepMs >= 1000 ? 0 : stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3;
  const total = Math.round(timeMs * 1000) / 1e6;
  if (total < 60) return `${total.toFixed(digits)} s`;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = (total - 3600 * hours - 60 * minutes).toFixed(digits).padStart(digits === 0 ? 2 : 3 + digits, '0');
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** What times are written as: since the start of the run, or by the clock of UTC or of this machine. */
export const clocks = ['start', 'utc', 'local'] as const;
export type Clock = (typeof clocks)[number];
export const clockNames: Readonly<Record<Clock, string>> = {
  start: 'since the start',
  utc: 'UTC',
  local: 'local time',
};

/** How far a clock is from UTC at a moment. */
export function clockOffsetMs(clock: Clock, epochMs: number): number {
  return clock === 'local' ? -60_000 * new Date(epochMs).getTimezoneOffset() : 0;
}

/** A time of day as the ruler writes it: `12:04:10`, `12:04:10.250`. */
export function formatClock(epochMs: number, stepMs: number, clock: Clock = 'utc'): string {
  const time = new Date(epochMs + clockOffsetMs(clock, epochMs)).toISOString();
  return stepMs >= 864e5
    ? time.slice(0, 10)
    : stepMs >= 6e4
      ? time.slice(11, 16)
      : time.slice(11, stepMs >= 1000 ? 19 : 23);
}

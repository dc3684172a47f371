import { describe, expect, it } from 'vitest';
import { clockOffsetMs, formatClock, formatTick, timeTicks } from './time-ticks.ts';

describe('ticks', () => {
  it('stand at round moments, as many as fit', () => {
    expect(timeTicks(0, 60_000, 1000, 90)).toEqual({
      ticksMs: [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000],
      stepMs: 10_000,
    });
    expect(timeTicks(1003, 1011, 1000, 90).ticksMs).toEqual([1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011]);
  });

  it('can be round by the clock instead', () => {
    // The run starts at 12:00:07; full tens of seconds come three seconds later.
    const origin = Date.UTC(2026, 0, 1, 12, 0, 7);
    expect(timeTicks(0, 30_000, 300, 90, origin)).toEqual({ ticksMs: [3000, 13_000, 23_000], stepMs: 10_000 });
    expect(formatClock(origin + 3000, 10_000)).toBe('12:00:10');
  });

  it('are written by the clock of this machine when asked, summer time and all', () => {
    for (const month of [0, 6]) {
      const moment = Date.UTC(2026, month, 15, 12, 30);
      const here = new Date(moment);
      const shown = [here.getHours(), here.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
      expect(formatClock(moment, 60_000, 'local')).toBe(shown);
      expect(clockOffsetMs('utc', moment)).toBe(0);
    }
  });

  it('are written as exactly as they are apart', () => {
    expect(formatTick(0, 5000)).toBe('0 s');
    expect(formatTick(17_250, 50)).toBe('17.25 s');
    expect(formatTick(65_000, 5000)).toBe('1:05');
    expect(formatTick(65_500, 100)).toBe('1:05.5');
    expect(formatTick(3_600_000 + 63_000, 1000)).toBe('1:01:03');
  });
});

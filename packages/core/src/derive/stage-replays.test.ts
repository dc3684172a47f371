import { expect, it } from 'vitest';
import { StageReplays } from './stage-replays.ts';

it('replays each stage once for each number of slots', () => {
  const asked: number[] = [];
  const replays = new StageReplays((stage) => {
    asked.push(stage);
    return Float64Array.of(10, 10, 20 * stage);
  });
  for (let round = 0; round < 3; round++) {
    expect(replays.ms(1, 1)).toBe(40);
    expect(replays.ms(1, 2)).toBe(30);
    expect(replays.ms(2, 3)).toBe(40);
  }
  expect(asked).toEqual([1, 1, 2]);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newTaskRecord } from '../events/task.ts';
import { OpenTasks } from './open-tasks.ts';

const ids = fc.oneof(
  fc.nat(40),
  fc.integer({ min: 4_000, max: 4_200 }),
  fc.constantFrom(-1, 1.5, 2 ** 40, 1e300, 9_007_199_254_740_991),
);

it('holds what a map would, in the order in which tasks came', () => {
  const action = fc.record({ id: ids, index: fc.nat(), isStart: fc.boolean() });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
      const open = new OpenTasks();
      const map = new Map<number, number>();
      for (const { id, index, isStart } of actions) {
        if (isStart) {
          open.set({ ...newTaskRecord(), taskId: id, index, host: `host ${index}` }, 3);
          map.set(id, index);
        } else {
          open.delete(id);
          map.delete(id);
        }
      }
      expect(open.size).toBe(map.size);
      expect([...open.values()].map(({ taskId, index, host }) => [taskId, index, host])).toEqual(
        [...map].map(([id, index]) => [id, index, `host ${index}`]),
      );
    }),
  );
});

it('keeps what stays open while many others come and go', () => {
  const open = new OpenTasks();
  const start = (taskId: number) => {
    open.set({ ...newTaskRecord(), taskId }, 0);
  };
  for (let taskId = 0; taskId < 20_000; taskId++) {
    start(taskId);
    if (taskId % 1_000 !== 0) open.delete(taskId);
  }
  expect([...open.values()].map(({ taskId }) => taskId)).toEqual(
    Array.from({ length: 20 }, (_, index) => index * 1_000),
  );
});

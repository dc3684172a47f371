import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { Facts } from './facts.ts';

/** In place of a host: the task says nothing of it. */
export const setAside = 0xffffffff;

/**
 * The host of each row: they are looked up out of order, which a packed column is slow at. Set aside are tasks that paid for the cold start
 * of their executor (launched before any other had ended on it), and those on a host that had lost an executor, and with it cached
 * blocks and shuffle files that they now make or fetch again.
 */
export function readHosts(facts: Facts): Uint32Array {
  const { tasks } = facts.model;
  const firstFinishMs = new Float64Array(tasks.executors.values.length).fill(Number.POSITIVE_INFINITY);
  forEachTaskBlock(tasks, ['executor', 'finishMs'], ({ executor, finishMs }, count) => {
    for (let i = 0; i < count; i++) {
      const code = executor[i] ?? 0;
      if ((finishMs[i] ?? 0) < (firstFinishMs[code] ?? 0)) firstFinishMs[code] = finishMs[i] ?? 0;
    }
  });
  const lossMs = firstLosses(facts);
  const hostOfRow = new Uint32Array(tasks.rowCount);
  forEachTaskBlock(tasks, ['host', 'executor', 'launchMs', 'finishMs'], (block, count, firstRow) => {
    const { host, executor, launchMs, finishMs } = block;
    for (let i = 0; i < count; i++) {
      const code = host[i] ?? 0;
      const isCold = (launchMs[i] ?? 0) < (firstFinishMs[executor[i] ?? 0] ?? 0);
      hostOfRow[firstRow + i] = isCold || (finishMs[i] ?? 0) > (lossMs[code] ?? 0) ? setAside : code;
    }
  });
  return hostOfRow;
}

/** By code of the host: when it first lost an executor that nobody had meant to take away. */
function firstLosses({ model, removals }: Facts): Float64Array {
  const { hosts } = model.tasks;
  const lossMs = new Float64Array(hosts.values.length).fill(Number.POSITIVE_INFINITY);
  const codeOf = new Map(hosts.values.map((host, code) => [host, code]));
  for (const { id, host, removedMs = 0 } of model.executors) {
    const removal = removals.get(id)?.class;
    if (removal === undefined || removal === 'autoscaling' || removal === 'shutdown') continue;
    const code = codeOf.get(host);
    if (code !== undefined) lossMs[code] = Math.min(lossMs[code] ?? 0, removedMs);
  }
  return lossMs;
}

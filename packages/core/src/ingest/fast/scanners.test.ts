import { expect, it } from 'vitest';
import { makeScanner, prepareScanner } from './engine.ts';

const start = (id: number) =>
  `{"Event":"SparkListenerTaskStart","Stage ID":${id >> 3},"Task Info":{"Task ID":${id},"Host":"h${id % 3}"}}`;
const end = (id: number) =>
  `{"Event":"SparkListenerTaskEnd","Stage ID":${id >> 3},"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":${id},` +
  `"Launch Time":${1_700_000_000_000 + id},"Executor ID":"${id % 5}","Accumulables":[{"ID":1,"Update":"${id}"}]}}`;

// That models are equal is tested elsewhere; here, that the fast path is taken at all.
it.each(['table', 'wasm'] as const)('%s takes all lines that it has learned, batch by batch', async (engine) => {
  await prepareScanner(engine);
  const scanner = makeScanner(engine, 10_000);
  if (scanner === undefined) throw new Error('no scanner');
  scanner.learn(start(0), true);
  scanner.learn(end(0), false);
  const ids = Array.from({ length: 2_000 }, (_, index) => index * 37);
  const text = ids.map((id) => `${start(id)}\n${end(id)}\n`).join('');
  scanner.load(new TextEncoder().encode(`${text}{"Event":"another"}\n`));
  const seen: unknown[] = [];
  let at = 0;
  for (;;) {
    at = scanner.scan(at);
    const { ends, firstEnd, eventCount } = scanner.batch;
    if (eventCount === 0) break;
    for (let row = firstEnd; row < ends.count; row++) {
      const { taskId, launchEpochMs, executorId } = ends.columns;
      seen.push([taskId[row], launchEpochMs[row], scanner.texts[executorId[row] ?? 0]]);
    }
  }
  expect(at).toBe(text.length);
  expect(seen).toEqual(ids.map((id) => [id, 1_700_000_000_000 + id, String(id % 5)]));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, memorySource, readClusterFiles, resultSchema } from '@cinderlog/core';
import { clusterRemarks } from '../packages/cli/src/reporters/text/cluster.ts';
import { allRecords } from './support/cluster-records.ts';
import { clusterEvents, spotLoss } from './support/cluster-teller/databricks.ts';
import { yarnOverMemory } from './support/cluster-teller/hadoop.ts';
import { outOfMemory } from './support/cluster-teller/kubernetes.ts';
import { realRun } from './support/cluster-teller/retell.ts';
import { sceneOf } from './support/cluster-teller/scene.ts';
import { mutate, seededRandom } from './support/mutate.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = async (bytes: Uint8Array, name = 'document.json') =>
  readClusterFiles([{ name, open: () => memorySource(bytes) }]);

/** All places in a record, as the keys that lead there. */
function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Object.entries(value).flatMap(([key, member]) => placesIn(member, [...at, key]));
  return at.length === 0 ? inside : [at, ...inside];
}

function withValue(record: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = structuredClone(record) as Record<string, unknown>;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

describe('values of any type at any place of a record', () => {
  it.each(allRecords)('$name: nothing is thrown, and the other records are read as before', async ({ records }) => {
    const [first, ...others] = records;
    const tellOf = async (of: readonly unknown[]) => {
      const { story, refused } = await read(bytesOf(JSON.stringify(of)));
      expect(refused).toEqual([]);
      return { events: story.events.map(({ text, type }) => `${type} ${text}`), file: story.files[0] };
    };
    const whole = await tellOf(others);
    const places = placesIn(first);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), async (place, value) => {
        const { events, file } = await tellOf([withValue(first, place, value), ...others]);
        // Ends that were found in another record may change; what is told of the others does not vanish.
        for (const event of whole.events) expect(events.map(typeOf)).toContain(typeOf(event));
        expect(file?.records).toBe(records.length);
      }),
      { numRuns: 120, seed: 20261121 },
    );
  });
});

const typeOf = (event: string) => event.split(' ', 1)[0];

describe('documents of a real run with bytes changed', () => {
  it.each([
    ['executor-oom-kill-hook', outOfMemory],
    ['executor-killed', yarnOverMemory],
    ['node-lost', spotLoss],
    [
      'gap-python-between-jobs',
      (scene: Parameters<typeof spotLoss>[0]) => clusterEvents(scene, [[scene.startedMs + 20_000, 'DBFS_DOWN']]),
    ],
  ] as const)('%s: whatever is left of them, a whole result comes of it', async (log, tell) => {
    const { truth, model, alone } = await realRun(`logs/${log}`);
    const [document] = tell(sceneOf(truth));
    const original = bytesOf(document?.text ?? '');
    const random = seededRandom(4711);
    for (let round = 0; round < 60; round++) {
      const { story, refused } = await read(mutate(original, random), document?.name);
      for (const { code } of refused) expect(['input-empty', 'input-not-a-log', 'input-limit']).toContain(code);
      const result = analyse(model, 'log', { cluster: story });
      expect(resultSchema.parse(result)).toEqual(result);
      expect(result.executors.map(({ id }) => id)).toEqual(alone.executors.map(({ id }) => id));
      expect(result.ledger.wallClock.reduce((sum, { ms }) => sum + ms, 0)).toBe(alone.application.durationMs);
      for (const remark of clusterRemarks(result)) expect(remark).not.toMatch(/NaN|undefined|Infinity|\[object/);
    }
  });
});

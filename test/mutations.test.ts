import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyse, AppError, readLog, resultSchema } from '@cinderlog/core';
import { inputOf } from './support/bytes-input.ts';
import { findFixture } from './support/fixtures.ts';
import { decodeAll } from './support/raw-events.ts';
import { mutate, seededRandom } from './support/mutate.ts';

/** More in the nightly run, `npm run test:nightly`; a failure names its seed and number. */
const mutationCount = Number(process.env.MUTATIONS ?? 2_000);
const seed = Number(process.env.MUTATION_SEED ?? 1);

/** Logs with faults have the richest events; short heads of them keep a mutation cheap. */
const sources = ['executor-killed', 'failing-job', 'dynamic-allocation'];
const plainHeadBytes = 60_000;

async function originals(): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const name of sources) {
    for (const log of await findFixture(name)) {
      const [part] = log.parts;
      if (part === undefined) continue;
      // From the middle: task ends, losses and failures are there, the long environment line is not.
      const plain = await decodeAll(part);
      const start = plain.indexOf('\n{"Event":"SparkListenerTaskEnd"') + 1;
      found.push(
        Buffer.concat([plain.subarray(0, plain.indexOf('\n') + 1), plain.subarray(start, start + plainHeadBytes)]),
      );
    }
  }
  for (const file of readdirSync('fixtures/codecs').filter((name) => name.startsWith('spark.'))) {
    found.push(readFileSync(`fixtures/codecs/${file}`));
  }
  return found;
}

it(
  `survives ${mutationCount} mutations of real logs`,
  async () => {
    const random = seededRandom(seed);
    const bytes = await originals();
    let read = 0;
    for (let number = 0; number < mutationCount; number++) {
      const original = bytes[number % bytes.length];
      if (original === undefined) throw new Error('there is no log to mutate');
      const mutant = mutate(original, random);
      try {
        const result = analyse(await readLog(inputOf(mutant), { maxUnpackedBytes: 2 ** 28 }), 'a mutant');
        read++;
        const where = `mutation ${number} of seed ${seed}`;
        expect(resultSchema.safeParse(result).error, where).toBeUndefined();
        expect(result.detectorFailures, where).toEqual([]);
        const labelled = result.ledger.wallClock.reduce((sum, entry) => sum + entry.ms, 0);
        expect(labelled, where).toBe(result.application.durationMs);
      } catch (error) {
        // A refusal is a sentence; anything else is a crash.
        if (!(error instanceof AppError)) throw new Error(`mutation ${number} of seed ${seed}`, { cause: error });
      }
    }
    // A mutator that only makes refusals would prove nothing.
    expect(read).toBeGreaterThan(mutationCount / 3);
  },
  mutationCount * 100 + 60_000,
);

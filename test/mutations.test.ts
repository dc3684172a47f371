import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyse, AppError, prepareCodecs, readApplications, resultSchema } from '@cinderlog/core';
import { findFixture } from './support/fixtures.ts';
import { decodeAll } from './support/raw-events.ts';
import { seededRandom } from './support/mutate.ts';
import { mutableArchive, mutableFile, mutableRollingLog, type Mutable } from './support/mutants.ts';
import { packerNames, packers } from './support/packers.ts';

/** More in the nightly run, `npm run test:nightly`; a failure names its seed and number. */
const mutationCount = Number(process.env.MUTATIONS ?? 2_000);
const seed = Number(process.env.MUTATION_SEED ?? 1);

/** Logs with faults have the richest events; short heads of them keep a mutation cheap. */
const sources = ['executor-killed', 'failing-job', 'dynamic-allocation'];
const plainHeadBytes = 60_000;

/** Logs of Spark itself, and of other tools, each in another format. */
const packedFiles = [
  'fixtures/codecs/spark.zstd',
  'fixtures/codecs/spark.lz4',
  'fixtures/codecs/spark.snappy',
  'fixtures/codecs/spark.lzf',
  'fixtures/codecs/best.gz',
  'fixtures/codecs/single-frame.zst',
  'fixtures/codecs/linked-blocks.lz4',
  'fixtures/codecs/block-checksums.lz4',
  'fixtures/codecs/framing.sz',
];
const archives = [
  'fixtures/archives/history-server.zip',
  'fixtures/archives/zip64.zip',
  'fixtures/archives/gnu.tar',
  'fixtures/archives/posix.tar.gz',
];

async function mutables(): Promise<Mutable[]> {
  const found: Mutable[] = [];
  const heads: Uint8Array[] = [];
  for (const name of sources) {
    for (const log of await findFixture(name)) {
      const [part] = log.parts;
      if (part === undefined) continue;
      // From the middle: task ends, losses and failures are there, the long environment line is not.
      const plain = await decodeAll(part);
      const start = plain.indexOf('\n{"Event":"SparkListenerTaskEnd"') + 1;
      heads.push(
        Buffer.concat([plain.subarray(0, plain.indexOf('\n') + 1), plain.subarray(start, start + plainHeadBytes)]),
      );
    }
  }
  for (const [index, head] of heads.entries()) {
    const packer = packerNames[index % packerNames.length] ?? 'gzip';
    found.push(mutableFile(head), mutableFile(packers[packer](head)), mutableRollingLog(head));
  }
  for (const file of packedFiles) found.push(mutableFile(readFileSync(file)));
  for (const file of archives) found.push(mutableArchive(file));
  return found;
}

it(
  `survives ${mutationCount} mutations of real logs`,
  async () => {
    const random = seededRandom(seed);
    await prepareCodecs();
    const victims = await mutables();
    let read = 0;
    for (let number = 0; number < mutationCount; number++) {
      const where = `mutation ${number} of seed ${seed}`;
      try {
        const logs = victims[number % victims.length]?.(random) ?? [];
        for (const log of logs) {
          for (const model of await readApplications(log, { maxUnpackedBytes: 2 ** 28 })) {
            const result = analyse(model, 'a mutant');
            expect(resultSchema.safeParse(result).error, where).toBeUndefined();
            expect(result.detectorFailures, where).toEqual([]);
            const labelled = result.ledger.wallClock.reduce((sum, entry) => sum + entry.ms, 0);
            expect(labelled, where).toBe(result.application.durationMs);
          }
        }
        if (logs.length > 0) read++;
      } catch (error) {
        // A refusal is a sentence; anything else is a crash.
        if (!(error instanceof AppError)) throw new Error(where, { cause: error });
      }
    }
    // A mutator that only makes refusals would prove nothing.
    expect(read).toBeGreaterThan(mutationCount / 3);
  },
  // A guard against hanging, for a machine that has much else to do.
  mutationCount * 1_000 + 60_000,
);

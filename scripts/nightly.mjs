// `npm run test:nightly -- [mutations] [first seed]`: mutates real logs in rounds, each in a process of its own with its own seed.
import { spawnSync } from 'node:child_process';

const perRound = 12_500;
const mutations = Number(process.argv[2] ?? 100_000);
const firstSeed = Number(process.argv[3] ?? 1);
for (let done = 0, seed = firstSeed; done < mutations; done += perRound, seed++) {
  const count = Math.min(perRound, mutations - done);
  const env = { ...process.env, MUTATIONS: String(count), MUTATION_SEED: String(seed) };
  const { status } = spawnSync('npx', ['vitest', 'run', 'test/mutations.test.ts'], { env, stdio: 'inherit' });
  if (status !== 0) {
    console.log(
      `A mutation of seed ${seed} failed. Again: MUTATIONS=${count} MUTATION_SEED=${seed} npx vitest run test/mutations.test.ts`,
    );
    process.exit(1);
  }
  console.log(`${done + count} of ${mutations} mutations survived (seed ${seed})`);
}

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests run against the sources, so that no build can be stale.
const alias = {
  '@cinderlog/core/node': source('packages/core/src/node/index.ts'),
  '@cinderlog/core': source('packages/core/src/index.ts'),
};

export default defineConfig({
  test: {
    reporters: ['default', source('test/support/count-reporter.ts')],
    projects: [
      { resolve: { alias }, test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'], testTimeout: 60_000 } },
      {
        resolve: { alias },
        test: {
          name: 'suite',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          testTimeout: 60_000,
        },
      },
      // A real Chromium against the build that `npm test` has just made.
      {
        resolve: { alias },
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
});

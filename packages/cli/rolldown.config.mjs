import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outputDir = here('dist');

/** Chunk names carry a hash: without this, chunks of earlier builds would stay and be published. Types belong to `tsc`. */
const removeOldChunks = {
  name: 'remove-old-chunks',
  buildStart() {
    if (!existsSync(outputDir)) return;
    for (const name of readdirSync(outputDir)) if (/\.(js|map)$/.test(name)) rmSync(`${outputDir}/${name}`);
  },
};

export default defineConfig({
  input: { bin: here('src/bin.ts'), 'scan-worker': here('../core/src/node/scan-worker.ts') },
  platform: 'node',
  resolve: {
    alias: {
      '@cinderlog/core/node': here('../core/src/node/index.ts'),
      '@cinderlog/core': here('../core/src/index.ts'),
    },
  },
  plugins: [removeOldChunks],
  output: {
    dir: outputDir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: true,
  },
});

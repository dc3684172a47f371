// Compiles packages/core/assembly to the committed packages/core/src/ingest/fast/scanner-module.ts: `npm run build:wasm`.
// With `-- --check` it only says whether the committed file is what would come of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { compileScanner, modulePath } from './compile-scanner.mjs';

const text = compileScanner();
if (!process.argv.includes('--check')) writeFileSync(modulePath, text);
else if (readFileSync(modulePath, 'utf8') !== text) {
  console.error(`${modulePath} is stale: npm run build:wasm`);
  process.exitCode = 1;
}

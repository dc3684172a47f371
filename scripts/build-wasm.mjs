// Compiles packages/core/assembly to the committed files of `compile-wasm.mjs`: `npm run build:wasm`.
// With `-- --check` it only says whether the committed files are what would come of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { compileModule, wasmModules } from './compile-wasm.mjs';

for (const module of wasmModules) {
  const text = compileModule(module);
  if (!process.argv.includes('--check')) writeFileSync(module.modulePath, text);
  else if (readFileSync(module.modulePath, 'utf8') !== text) {
    console.error(`${module.modulePath} is stale: npm run build:wasm`);
    process.exitCode = 1;
  }
}

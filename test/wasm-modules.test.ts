import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fingerprintOf, wasmModules } from '../scripts/compile-wasm.mjs';

// Compiling takes seconds, so that is left to `npm run check:wasm`.
it.each(wasmModules)('the committed $name were compiled from these sources (else: npm run build:wasm)', (module) => {
  expect(readFileSync(module.modulePath, 'utf8')).toContain(fingerprintOf(module));
});

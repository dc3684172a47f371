import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fingerprint, modulePath } from '../scripts/compile-scanner.mjs';

// Compiling takes seconds, so that is left to `npm run check:wasm`.
it('the committed scanner was compiled from these sources (else: npm run build:wasm)', () => {
  expect(readFileSync(modulePath, 'utf8')).toContain(fingerprint());
});

import { TableScanner } from './table-scanner.ts';
import type { TaskScanner } from './task-scanner.ts';

/**
 * What reads task events. `wasm`: a scanner compiled to WebAssembly with SIMD; `table`: the same in JavaScript; `json`:
 * `JSON.parse` for every line, which the others must agree with; `auto`: the first of them that the platform can run.
 */
export type ReadEngine = 'auto' | 'wasm' | 'table' | 'json';

/** Loads what {@link makeScanner} needs. */
export async function prepareScanner(engine: ReadEngine = 'auto'): Promise<void> {
  await Promise.resolve(engine);
}

/** A scanner for one log; none for `json`. */
export function makeScanner(engine: ReadEngine = 'auto', maxLineBytes: number): TaskScanner | undefined {
  return engine === 'json' ? undefined : new TableScanner(maxLineBytes);
}

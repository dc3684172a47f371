import { defaultBufferBytes } from '../byte-reader.ts';
import { loadedModule, loadModule } from './module.ts';
import { TableScanner } from './table-scanner.ts';
import type { TaskScanner } from './task-scanner.ts';
import { WasmScanner } from './wasm-scanner.ts';

/**
 * What reads task events. `wasm`: a scanner compiled to WebAssembly with SIMD; `table`: the same in JavaScript; `json`:
 * `JSON.parse` for every line, which the others must agree with; `auto`: the first of them that the platform can run.
 */
export type ReadEngine = 'auto' | 'wasm' | 'table' | 'json';

/** Loads what {@link makeScanner} needs. */
export async function prepareScanner(engine: ReadEngine = 'auto'): Promise<void> {
  if (engine === 'auto' || engine === 'wasm') await loadModule();
}

/**
 * A scanner for one log; none for `json`.
 *
 * @throws Error for `wasm` where it cannot run.
 */
export function makeScanner(engine: ReadEngine = 'auto', maxLineBytes: number): TaskScanner | undefined {
  if (engine === 'json') return undefined;
  const module = engine === 'table' ? undefined : loadedModule();
  if (module !== undefined) return new WasmScanner(module, maxLineBytes, defaultBufferBytes);
  if (engine === 'wasm') throw new Error('this platform cannot run WebAssembly with SIMD');
  return new TableScanner(maxLineBytes);
}

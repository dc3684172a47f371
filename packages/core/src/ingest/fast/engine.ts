import { bytesOfBase64 } from './base64.ts';
import { scannerModule } from './scanner-module.ts';
import { TableScanner } from './table-scanner.ts';
import type { TaskScanner } from './task-scanner.ts';
import { WasmScanner } from './wasm-scanner.ts';
import { compileModule, type WasmModule } from './web-assembly.ts';

/**
 * What reads task events. `wasm`: a scanner compiled to WebAssembly with SIMD; `table`: the same in JavaScript; `json`:
 * `JSON.parse` for every line, which the others must agree with; `auto`: the first of them that the platform can run.
 */
export type ReadEngine = 'auto' | 'wasm' | 'table' | 'json';

/** Undefined until asked for; null where the platform has no WebAssembly with SIMD, or forbids it. */
let module: WasmModule | null | undefined;

/** Loads what {@link makeScanner} needs. */
export async function prepareScanner(engine: ReadEngine = 'auto'): Promise<void> {
  if (engine === 'json' || engine === 'table' || module !== undefined) return;
  try {
    module = await compileModule(bytesOfBase64(scannerModule));
  } catch {
    module = null;
  }
}

/**
 * A scanner for one log; none for `json`.
 *
 * @throws Error for `wasm` where it cannot run.
 */
export function makeScanner(engine: ReadEngine = 'auto', maxLineBytes: number): TaskScanner | undefined {
  if (engine === 'json') return undefined;
  if (engine === 'table') return new TableScanner(maxLineBytes);
  if (module !== undefined && module !== null) return new WasmScanner(module, maxLineBytes);
  if (engine === 'wasm') throw new Error('this platform cannot run WebAssembly with SIMD');
  return new TableScanner(maxLineBytes);
}

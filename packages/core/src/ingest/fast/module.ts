import { bytesOfBase64 } from '../../util/base64.ts';
import { scannerModule } from './scanner-module.ts';
import { compileModule, type WasmModule } from '../../util/web-assembly.ts';

/** Undefined until loaded; null where the platform has no WebAssembly with SIMD, or forbids it. */
let module: WasmModule | null | undefined;

/** Compiles the module where that is possible; a millisecond, once. */
export async function loadModule(): Promise<void> {
  if (module !== undefined) return;
  try {
    module = await compileModule(bytesOfBase64(scannerModule));
  } catch {
    module = null;
  }
}

/** The module, if it was loaded and the platform can run it. */
export function loadedModule(): WasmModule | undefined {
  return module ?? undefined;
}

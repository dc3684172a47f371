/** The little of WebAssembly that is used; neither the language's types nor Node's declare it. */
interface WebAssemblyPlatform {
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WasmModule>;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  Instance: new (module: WasmModule, imports: Record<string, never>) => { readonly exports: unknown };
}

/** A compiled module, good for any number of instances. */
export interface WasmModule {
  readonly isWasmModule: true;
}

export const pageBytes = 65_536;

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** By so many pages; detaches the buffer. */
  grow(pages: number): number;
}

const platform = (globalThis as { readonly WebAssembly?: WebAssemblyPlatform }).WebAssembly;

/** @throws Error where the platform has no WebAssembly, forbids it, or lacks an instruction. */
export async function compileModule(bytes: Uint8Array<ArrayBuffer>): Promise<WasmModule> {
  if (platform === undefined) throw new Error('this platform has no WebAssembly');
  return await platform.compile(bytes);
}

/** The same at once, for small modules. */
export function compileSmallModule(bytes: Uint8Array<ArrayBuffer>): WasmModule {
  if (platform === undefined) throw new Error('this platform has no WebAssembly');
  return new platform.Module(bytes);
}

/** A fresh instance; its exports, which the caller knows. */
export function instantiate(module: WasmModule): unknown {
  if (platform === undefined) throw new Error('this platform has no WebAssembly');
  return new platform.Instance(module, {}).exports;
}

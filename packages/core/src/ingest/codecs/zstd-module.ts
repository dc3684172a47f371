import { ZSTDDecoder } from 'zstddec/stream';

/**
 * What libzstd, compiled to WebAssembly, offers. Pointers are byte addresses in `memory`; sizes and results are 32-bit.
 */
export interface ZstdModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (sizeBytes: number) => number;
  readonly free: (pointer: number) => void;
  readonly ZSTD_createDCtx: () => number;
  readonly ZSTD_freeDCtx: (context: number) => void;
  /** Bytes that the next call would like, 0 at the end of a frame, or minus an error code. */
  readonly ZSTD_decompressStream: (context: number, output: number, input: number) => number;
}

let loaded: ZstdModule | undefined;

/**
 * Takes hold of the module behind `zstddec` when the package starts it. Its own `decodeStreaming` drops libzstd's error
 * codes, so that damaged data makes it spin for ever, and it copies every piece of output.
 */
class ModuleCapture extends ZSTDDecoder {
  override _init(result: { readonly instance: { readonly exports: unknown } }): void {
    // The package hands this method over unbound; neither it nor the original touches `this`.
    super._init(result);
    loaded = result.instance.exports as ZstdModule;
  }
}

/** Compiles the module (a few milliseconds, once). */
export async function loadZstdModule(): Promise<void> {
  if (loaded === undefined) await start(new ModuleCapture());
}

/**
 * Where there is `fetch`, the package unpacks its module with it, and Node loads its whole HTTP client for that: 40 ms, an
 * eighth of a small report. Without `fetch`, it takes `Buffer`. The package looks once, before it first waits.
 */
function start(decoder: ZSTDDecoder): Promise<void> {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  if (!('Buffer' in globalThis) || fetch?.configurable !== true) return decoder.init();
  Object.defineProperty(globalThis, 'fetch', { value: undefined, configurable: true });
  try {
    return decoder.init();
  } finally {
    Object.defineProperty(globalThis, 'fetch', fetch);
  }
}

/** @throws Error when {@link loadZstdModule} was not awaited before, which is our own mistake. */
export function zstdModule(): ZstdModule {
  if (loaded === undefined) throw new Error('the zstd decoder was not prepared');
  return loaded;
}

import { type ZstdModule, zstdModule } from './zstd-module.ts';

/** libzstd's own block size, and so what it recommends for input. */
const inputBytes = 1 << 17;
/** Two blocks: small enough for the processor's cache, large enough that tiny frames are handed on in bulk. */
const outputBytes = 1 << 18;
/** `{ pointer, size, position }` of 32 bits each, the shape of libzstd's buffer arguments. */
const bufferStructBytes = 12;
/** Results above this are negated error codes (`ZSTD_error_maxCode` is 120). */
const firstErrorResult = 2 ** 32 - 120;

/** The codes of zstd_errors.h that a reader can do something about; the rest is plain damage. */
const problems: Readonly<Record<number, string>> = {
  16: 'it needs a window above 128 MB (packed with --long above 27)',
  22: 'a checksum does not fit',
  32: 'it needs a dictionary, which the file does not hold',
  64: 'there is not enough memory for its window',
};

/** One piece of compressed bytes inside the module's memory. */
export interface ZstdInput {
  readonly length: number;
  /** How much of it has been decoded. */
  position: number;
}

/** A decoding context of libzstd with its two buffers; {@link close} must be called. */
export class ZstdStream {
  /** The last step finished a frame, and all of its text is out. */
  frameEnded = true;
  readonly #module: ZstdModule = zstdModule();
  readonly #context: number;
  readonly #input: number;
  readonly #output: number;
  readonly #structs: number;
  #memory: Uint8Array<ArrayBuffer>;
  #words: DataView;
  #wantedBytes = 0;
  #outputLength = 0;

  constructor() {
    const { malloc, ZSTD_createDCtx } = this.#module;
    this.#context = ZSTD_createDCtx();
    this.#input = malloc(inputBytes);
    this.#output = malloc(outputBytes);
    this.#structs = malloc(2 * bufferStructBytes);
    this.#memory = new Uint8Array(this.#module.memory.buffer);
    this.#words = new DataView(this.#module.memory.buffer);
  }

  get outputFull(): boolean {
    return this.#outputLength === outputBytes;
  }

  /** Copies the start of `chunk`, as much as fits, into the module's memory. */
  load(chunk: Uint8Array): ZstdInput {
    this.#followMemory();
    const length = Math.min(chunk.length, inputBytes);
    this.#memory.set(chunk.subarray(0, length), this.#input);
    return { length, position: 0 };
  }

  /**
   * Decodes up to the end of the frame, of the input or of the room for output; returns what is wrong, if anything.
   *
   * Inside a frame libzstd is given only as much as it asked for, which is one block: when it meets damage it forgets what
   * the same call produced before.
   */
  step(input: ZstdInput): string | undefined {
    const end = this.frameEnded ? input.length : Math.min(input.length, input.position + this.#wantedBytes);
    const outputStruct = this.#structs + bufferStructBytes;
    this.#followMemory();
    this.#setStruct(this.#structs, this.#input, end, input.position);
    this.#setStruct(outputStruct, this.#output, outputBytes, this.#outputLength);
    const result = this.#module.ZSTD_decompressStream(this.#context, outputStruct, this.#structs) >>> 0;
    this.#followMemory();
    if (result >= firstErrorResult) return problems[2 ** 32 - result] ?? 'a block cannot be unpacked';
    input.position = this.#words.getUint32(this.#structs + 8, true);
    this.#outputLength = this.#words.getUint32(outputStruct + 8, true);
    this.frameEnded = result === 0;
    this.#wantedBytes = result;
    return undefined;
  }

  /** The text unpacked since the last call: a view, valid until the next step. */
  takeOutput(): Uint8Array {
    this.#followMemory();
    const text = this.#memory.subarray(this.#output, this.#output + this.#outputLength);
    this.#outputLength = 0;
    return text;
  }

  close(): void {
    const { free, ZSTD_freeDCtx } = this.#module;
    ZSTD_freeDCtx(this.#context);
    free(this.#input);
    free(this.#output);
    free(this.#structs);
  }

  #setStruct(at: number, pointer: number, size: number, position: number): void {
    this.#words.setUint32(at, pointer, true);
    this.#words.setUint32(at + 4, size, true);
    this.#words.setUint32(at + 8, position, true);
  }

  /** The module may have grown its memory (for a window), here or in another stream, which detaches all views. */
  #followMemory(): void {
    const { buffer } = this.#module.memory;
    if (this.#memory.buffer === buffer) return;
    this.#memory = new Uint8Array(buffer);
    this.#words = new DataView(buffer);
  }
}

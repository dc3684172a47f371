const prime1 = 0x9e3779b1 | 0;
const prime2 = 0x85ebca77 | 0;
const prime3 = 0xc2b2ae3d | 0;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;
const stripeBytes = 16;

/** xxHash with 32 bits, fed piece by piece: the checksum inside both LZ4 containers. Facts: the xxHash specification. */
export class XxHash32 {
  readonly #seed: number;
  #lane1: number;
  #lane2: number;
  #lane3: number;
  #lane4: number;
  readonly #tail = new Uint8Array(stripeBytes);
  #tailLength = 0;
  #totalBytes = 0;

  constructor(seed = 0) {
    this.#seed = seed | 0;
    this.#lane1 = (this.#seed + prime1 + prime2) | 0;
    this.#lane2 = (this.#seed + prime2) | 0;
    this.#lane3 = this.#seed;
    this.#lane4 = (this.#seed - prime1) | 0;
  }

  update(bytes: Uint8Array): this {
    this.#totalBytes += bytes.length;
    let at = 0;
    if (this.#tailLength > 0) {
      at = Math.min(stripeBytes - this.#tailLength, bytes.length);
      this.#tail.set(bytes.subarray(0, at), this.#tailLength);
      this.#tailLength += at;
      if (this.#tailLength < stripeBytes) return this;
      this.#mixStripes(this.#tail, 0);
      this.#tailLength = 0;
    }
    at = this.#mixStripes(bytes, at);
    this.#tail.set(bytes.subarray(at), 0);
    this.#tailLength = bytes.length - at;
    return this;
  }

  /** The hash of all bytes so far, as an unsigned number. */
  digest(): number {
    let hash =
      this.#totalBytes >= stripeBytes
        ? (rotate(this.#lane1, 1) + rotate(this.#lane2, 7) + rotate(this.#lane3, 12) + rotate(this.#lane4, 18)) | 0
        : (this.#seed + prime5) | 0;
    hash = (hash + this.#totalBytes) | 0;
    const view = viewOf(this.#tail);
    let at = 0;
    for (; at + 4 <= this.#tailLength; at += 4)
      hash = Math.imul(rotate((hash + Math.imul(view.getInt32(at, true), prime3)) | 0, 17), prime4);
    for (; at < this.#tailLength; at++)
      hash = Math.imul(rotate((hash + Math.imul(view.getUint8(at), prime5)) | 0, 11), prime1);
    hash = Math.imul(hash ^ (hash >>> 15), prime2);
    hash = Math.imul(hash ^ (hash >>> 13), prime3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  /** Takes whole stripes from `start` on; returns where the first incomplete one starts. */
  #mixStripes(bytes: Uint8Array, start: number): number {
    const view = viewOf(bytes);
    let lane1 = this.#lane1;
    let lane2 = this.#lane2;
    let lane3 = this.#lane3;
    let lane4 = this.#lane4;
    let at = start;
    for (const last = bytes.length - stripeBytes; at <= last; at += stripeBytes) {
      lane1 = mix(lane1, view.getInt32(at, true));
      lane2 = mix(lane2, view.getInt32(at + 4, true));
      lane3 = mix(lane3, view.getInt32(at + 8, true));
      lane4 = mix(lane4, view.getInt32(at + 12, true));
    }
    this.#lane1 = lane1;
    this.#lane2 = lane2;
    this.#lane3 = lane3;
    this.#lane4 = lane4;
    return at;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, prime2)) | 0, 13), prime1);
}

const firstLength = 1024;

type Elements = Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Elements added piece by piece, into memory that is used again. */
class GrowingArray<Taken extends Elements> {
  length = 0;
  readonly #newArray: (length: number) => Taken;
  #elements: Taken;

  constructor(newArray: (length: number) => Taken) {
    this.#newArray = newArray;
    this.#elements = newArray(firstLength);
  }

  push(added: ArrayLike<number>): void {
    const length = this.length + added.length;
    if (length > this.#elements.length) {
      const grown = this.#newArray(Math.max(length, 2 * this.#elements.length));
      grown.set(this.#elements.subarray(0, this.length));
      this.#elements = grown;
    }
    this.#elements.set(added, this.length);
    this.length = length;
  }

  /** What was added, in memory of its own; empty afterwards. */
  take(): Taken {
    const taken = this.#elements.slice(0, this.length) as Taken;
    this.length = 0;
    return taken;
  }

  clear(): void {
    this.length = 0;
  }
}

export class GrowingBytes extends GrowingArray<Uint8Array<ArrayBuffer>> {
  constructor() {
    super((length) => new Uint8Array(length));
  }
}

export class GrowingNumbers extends GrowingArray<Float64Array<ArrayBuffer>> {
  constructor() {
    super((length) => new Float64Array(length));
  }
}

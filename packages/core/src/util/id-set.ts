const pageBits = 1 << 15;

/** A set of non-negative integers that are mostly dense: one bit each, in pages, so that one wild id costs one page. */
export class IdSet {
  #pages = new Map<number, Uint32Array>();
  /** Ids come nearly in order, so most are on the page of the one before. */
  #lastIndex = Number.NaN;
  #lastPage: Uint32Array | undefined;

  /** Adds the id; false when it was there before. */
  add(id: number): boolean {
    const pageIndex = Math.floor(id / pageBits);
    let page = this.#pageAt(pageIndex);
    if (page === undefined) {
      page = new Uint32Array(pageBits / 32);
      this.#pages.set(pageIndex, page);
      this.#lastPage = page;
    }
    const bit = id - pageIndex * pageBits;
    const word = page[bit >>> 5] ?? 0;
    const mask = 1 << (bit & 31);
    if ((word & mask) !== 0) return false;
    page[bit >>> 5] = word | mask;
    return true;
  }

  has(id: number): boolean {
    const pageIndex = Math.floor(id / pageBits);
    const page = this.#pageAt(pageIndex);
    if (page === undefined) return false;
    const bit = id - pageIndex * pageBits;
    return ((page[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  #pageAt(pageIndex: number): Uint32Array | undefined {
    if (pageIndex !== this.#lastIndex) {
      this.#lastIndex = pageIndex;
      this.#lastPage = this.#pages.get(pageIndex);
    }
    return this.#lastPage;
  }
}

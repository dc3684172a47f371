const pageBits = 1 << 15;

/** A set of non-negative integers that are mostly dense: one bit each, in pages, so that one wild id costs one page. */
export class IdSet {
  #pages = new Map<number, Uint32Array>();

  /** Adds the id; false when it was there before. */
  add(id: number): boolean {
    const pageIndex = Math.floor(id / pageBits);
    let page = this.#pages.get(pageIndex);
    if (page === undefined) {
      page = new Uint32Array(pageBits / 32);
      this.#pages.set(pageIndex, page);
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
    const page = this.#pages.get(pageIndex);
    if (page === undefined) return false;
    const bit = id - pageIndex * pageBits;
    return ((page[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}

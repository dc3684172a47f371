const pageBits = 12;
const pageSize = 2 ** pageBits;

interface Page {
  /** Value + 1; 0 is free. */
  readonly entries: Int32Array;
  used: number;
}

/**
 * Small non-negative integers by whole-number ids that come and go nearly in order. Empty pages are
 * dropped, so that memory follows the ids held at a time, and nothing is hashed for most of them.
 */
export class IdMap {
  #pages = new Map<number, Page>();
  #lastIndex = Number.NaN;
  #lastPage: Page | undefined;

  /** The value of an id; -1 when there is none. */
  get(id: number): number {
    const pageIndex = Math.floor(id / pageSize);
    const page = this.#pageAt(pageIndex);
    return page === undefined ? -1 : (page.entries[id - pageIndex * pageSize] ?? 0) - 1;
  }

  set(id: number, value: number): void {
    const pageIndex = Math.floor(id / pageSize);
    let page = this.#pageAt(pageIndex);
    if (page === undefined) {
      page = { entries: new Int32Array(pageSize), used: 0 };
      this.#pages.set(pageIndex, page);
      this.#lastPage = page;
    }
    const at = id - pageIndex * pageSize;
    if (page.entries[at] === 0) page.used++;
    page.entries[at] = value + 1;
  }

  /** Takes an id out; returns its value, or -1. */
  take(id: number): number {
    const pageIndex = Math.floor(id / pageSize);
    const page = this.#pageAt(pageIndex);
    if (page === undefined) return -1;
    const at = id - pageIndex * pageSize;
    const entry = page.entries[at] ?? 0;
    if (entry === 0) return -1;
    page.entries[at] = 0;
    page.used--;
    return entry - 1;
  }

  #pageAt(pageIndex: number): Page | undefined {
    if (pageIndex !== this.#lastIndex) {
      // Not as soon as it is empty: where tasks run one by one, that would be once a task.
      if (this.#lastPage?.used === 0) this.#pages.delete(this.#lastIndex);
      this.#lastIndex = pageIndex;
      this.#lastPage = this.#pages.get(pageIndex);
    }
    return this.#lastPage;
  }
}

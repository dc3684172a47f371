import { readUrl, writeUrl, type UrlState } from '../state/url-state.ts';

/** Keeps what is on the screen in the part of the address behind `#`, so that links and Back work. */
export class Address {
  readonly #obey: (state: UrlState) => Promise<void>;
  readonly #state: () => UrlState;
  #writes = false;
  #isClosed = false;
  readonly #goBack = () => {
    this.#writes = false;
    void this.#obey(readUrl(location.hash)).then(() => {
      this.#writes = !this.#isClosed;
    });
  };

  /**
   * @param state what is on the screen
   * @param obey puts on the screen what an address says
   */
  constructor(state: () => UrlState, obey: (state: UrlState) => Promise<void>) {
    this.#state = state;
    this.#obey = obey;
  }

  /** Obeys the address, then keeps it up to date. Returns whether it belongs to this log. */
  async follow(): Promise<boolean> {
    const state = readUrl(location.hash);
    const isOwn = state.log === undefined || state.log === this.#state().log;
    if (isOwn) await this.#obey(state);
    this.#writes = !this.#isClosed;
    addEventListener('popstate', this.#goBack);
    return isOwn;
  }

  /** A step that the browser's Back undoes. */
  push(): void {
    this.#write((hash) => {
      history.pushState(null, '', hash);
    });
  }

  replace(): void {
    this.#write((hash) => {
      history.replaceState(null, '', hash);
    });
  }

  #write(put: (hash: string) => void): void {
    if (!this.#writes) return;
    const hash = writeUrl(this.#state(), location.hash);
    if (hash !== location.hash) put(hash);
  }

  close(): void {
    this.#isClosed = true;
    this.#writes = false;
    removeEventListener('popstate', this.#goBack);
  }
}

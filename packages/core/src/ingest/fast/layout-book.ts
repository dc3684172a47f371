import { learnLayout } from './learn-layout.ts';
import { layoutKey, maxLineLayouts, type LineLayout } from './line-layout.ts';

/** The wait between two lines to learn from grows up to this many lines while nothing new comes of it. */
const longestWait = 1024;

/** The layouts learned from one log. */
export class LayoutBook {
  readonly lines: LineLayout[] = [];
  #known = new Set<string>();
  #wait = 0;
  #skipped = 0;

  /** Takes a task line that no layout matched, as text without its newline; true when a layout came of it. */
  learn(text: string, isStart: boolean): boolean {
    if (this.lines.length === maxLineLayouts) return false;
    // Learning costs as much as reading some hundred lines, so odd lines in great number must not all be tried.
    if (this.#skipped < this.#wait) {
      this.#skipped++;
      return false;
    }
    this.#skipped = 0;
    const layout = learnLayout(text, isStart);
    const learned = layout !== undefined && this.#add(layout);
    this.#wait = learned ? 0 : Math.min(longestWait, Math.max(1, this.#wait * 2));
    return learned;
  }

  #add(layout: LineLayout): boolean {
    const key = layoutKey(layout);
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.lines.push(layout);
    return true;
  }
}

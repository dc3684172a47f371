import type { LogPlace } from './log-place.ts';

/** Places kept of each name. */
const maxPlaces = 3;
/** Names counted apart; more of them are somebody's mistake, and must not cost memory without bound. */
const maxNames = 200;
/** Under which the events of all further names are counted. */
const otherNames = '(events of further names)';

/** An event and where it stands. */
export interface NamedPlace {
  readonly name: string;
  readonly place: LogPlace | undefined;
}

/** Counts events by name, and remembers where the first few of each name stand. */
export class EventTally {
  readonly counts = new Map<string, number>();
  readonly examples: NamedPlace[] = [];

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  add(name: string, place: LogPlace | undefined): void {
    const known = this.counts.has(name) || this.counts.size < maxNames ? name : otherNames;
    const count = (this.counts.get(known) ?? 0) + 1;
    this.counts.set(known, count);
    if (count <= maxPlaces) this.examples.push({ name, place });
  }
}

/** What a link holds: which part of the run, what is selected, which finding, and how it is shown. */
export interface UrlState {
  /** Stretches of the run, each inside the one before; the last is on the screen. */
  readonly ranges: readonly (readonly [startMs: number, endMs: number])[];
  readonly selection: string | undefined;
  /** Stretches that were marked. */
  readonly marks: readonly (readonly [startMs: number, endMs: number])[];
  /** Id of a finding. */
  readonly finding: string | undefined;
  /** Start of the application in epoch milliseconds: a link to another log is refused. */
  readonly log: string | undefined;
  readonly colors: string | undefined;
  /** Keys of lanes that are pinned to the top. */
  readonly pinned: readonly string[];
  /** What the lanes are filtered by; empty when they are not. */
  readonly filter: string;
}

/** Bump when a key changes its meaning, and add the step to {@link upgrades}. */
export const urlVersion = 1;

/** From version n to n + 1, at place n - 1. */
export const upgrades: readonly ((keys: URLSearchParams) => void)[] = [];

const emptyState: UrlState = {
  ranges: [],
  selection: undefined,
  marks: [],
  finding: undefined,
  log: undefined,
  colors: undefined,
  pinned: [],
  filter: '',
};

/**
 * Reads the part of an address behind `#`. What is not known is left alone; what cannot be read is as if it were not there.
 *
 *     #v=1&t=0-60000,12000+500&s=stage:5&m=100-250,4000-4000&f=task-skew:5.0&l=1790000000000&c=status&p=executor:3,driver&q=stage:12
 */
export function readUrl(hash: string): UrlState {
  const keys = new URLSearchParams(hash.replace(/^#/, ''));
  const version = Number(keys.get('v') ?? urlVersion);
  if (!Number.isInteger(version) || version < 1 || version > urlVersion) return emptyState;
  for (const upgrade of upgrades.slice(version - 1)) upgrade(keys);
  return {
    ranges: readRanges(keys.get('t')).filter(([startMs, endMs]) => endMs > startMs),
    selection: keys.get('s') ?? undefined,
    marks: readRanges(keys.get('m')),
    finding: keys.get('f') ?? undefined,
    log: keys.get('l') ?? undefined,
    colors: keys.get('c') ?? undefined,
    pinned: (keys.get('p') ?? '').split(',').filter((key) => key !== ''),
    filter: keys.get('q') ?? '',
  };
}

function readRanges(text: string | null): (readonly [startMs: number, endMs: number])[] {
  return (text ?? '').split(',').flatMap((part) => {
    const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(part);
    if (match === null) return [];
    const range = [Number(match[1]), Number(match[2])] as const;
    return range[1] >= range[0] ? [range] : [];
  });
}

function writeRanges(ranges: UrlState['ranges']): string {
  return ranges.map(([startMs, endMs]) => `${round(startMs)}-${round(endMs)}`).join(',');
}

/** Writes a state into an address; keys that are not ours are kept. */
export function writeUrl(state: UrlState, currentHash: string): string {
  const keys = new URLSearchParams(currentHash.replace(/^#/, ''));
  const put = (key: string, value: string | undefined) => {
    if (value === undefined || value === '') keys.delete(key);
    else keys.set(key, value);
  };
  put('v', String(urlVersion));
  put('t', writeRanges(state.ranges));
  put('s', state.selection);
  put('m', writeRanges(state.marks));
  put('f', state.finding);
  put('l', state.log);
  put('c', state.colors);
  put('p', state.pinned.join(','));
  put('q', state.filter);
  return `#${keys.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}

function round(timeMs: number): number {
  return Math.round(timeMs * 100) / 100;
}

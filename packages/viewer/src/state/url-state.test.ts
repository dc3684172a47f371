import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUrl, upgrades, urlVersion, writeUrl, type UrlState } from './url-state.ts';

const stretches = (leastMs: number) =>
  fc.array(
    fc
      .tuple(fc.nat(1e9), fc.integer({ min: leastMs, max: 1e9 }))
      .map(([from, length]) => [from, from + length] as const),
    { maxLength: 4 },
  );
const state = fc.record({
  ranges: stretches(1),
  marks: stretches(0),
  selection: fc.option(fc.stringMatching(/^[a-z]+:[\w .+&=#%-]{1,20}$/), { nil: undefined }),
  finding: fc.option(fc.stringMatching(/^[a-z-]+:[\w .+&=#%/-]{1,20}$/), { nil: undefined }),
  log: fc.option(fc.stringMatching(/^\d{1,15}$/), { nil: undefined }),
  colors: fc.option(fc.constant('status'), { nil: undefined }),
  pinned: fc.array(fc.stringMatching(/^[a-z]+:\d{1,3}$/), { maxLength: 3 }),
  filter: fc.stringMatching(/^[\w .:+&=#%-]{0,20}$/),
});

describe('the address', () => {
  it('gives back what was written into it', () => {
    fc.assert(
      fc.property(state, (written: UrlState) => {
        expect(readUrl(writeUrl(written, ''))).toEqual(written);
      }),
    );
  });

  it('keeps keys that are not ours, and leaves out what is as usual', () => {
    const empty: UrlState = {
      ranges: [],
      selection: undefined,
      marks: [],
      finding: undefined,
      log: undefined,
      colors: undefined,
      pinned: [],
      filter: '',
    };
    expect(writeUrl(empty, '#theirs=1&s=stage:4')).toBe('#theirs=1&v=1');
  });

  it('passes over what it cannot read', () => {
    expect(readUrl('#t=5-1,abc,1-2,-').ranges).toEqual([[1, 2]]);
    expect(readUrl('#v=99&t=1-2').ranges).toEqual([]);
    expect(readUrl('#%%%').ranges).toEqual([]);
  });

  it('has a step from every version to the next', () => {
    expect(upgrades).toHaveLength(urlVersion - 1);
  });
});

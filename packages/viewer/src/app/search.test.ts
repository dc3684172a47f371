import { describe, expect, it } from 'vitest';
import { search, type SearchEntry } from './search.ts';

const entry = (kind: string, text: string, index: number): SearchEntry => ({
  kind,
  text,
  selection: { kind: 'stage', index },
});
const entries = [
  entry('stage', 'stage 1 · count at report.py:12', 0),
  entry('stage', 'stage 12 · save at report.py:40', 1),
  entry('job', 'job 1 · nightly load', 2),
  entry('executor', 'executor 3 · worker-7.example', 3),
];

describe('search', () => {
  it('finds by words in any place', () => {
    expect(search(entries, 'nightly').map(({ text }) => text)).toEqual(['job 1 · nightly load']);
    expect(search(entries, 'worker-7').map(({ kind }) => kind)).toEqual(['executor']);
  });

  it('takes a number behind a prefix as the number itself', () => {
    expect(search(entries, 'stage:1').map(({ text }) => text)).toEqual(['stage 1 · count at report.py:12']);
    expect(search(entries, 'exec:3')).toHaveLength(1);
  });

  it('lists all of a kind for its prefix alone, and nothing for what is not there', () => {
    expect(search(entries, 'stage:')).toHaveLength(2);
    expect(search(entries, 'zzzz')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { sqlOf } from '../../test-support/summary-of.ts';
import { alignInOrder, operatorLikeness, sqlLikeness, unitLikeness } from './align.ts';

const named = (...names: string[]) => names.map((name) => ({ name, occurrences: 1, durationMs: 1 }));
const pairsOf = (a: string[], b: string[]) =>
  alignInOrder(named(...a), named(...b), unitLikeness).map((pair) => `${a[pair.a]}${pair.a}-${b[pair.b]}${pair.b}`);

describe('alignment', () => {
  it('pairs what is the same and leaves out what was added or removed', () => {
    expect(pairsOf(['load', 'join', 'write'], ['load', 'check', 'join', 'write'])).toEqual([
      'load0-load0',
      'join1-join2',
      'write2-write3',
    ]);
    expect(pairsOf(['load', 'check', 'write'], ['load', 'write'])).toEqual(['load0-load0', 'write2-write1']);
    expect(pairsOf([], ['load'])).toEqual([]);
  });

  it('pairs queries that changed places', () => {
    expect(pairsOf(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a0-a1', 'b1-b2', 'c2-c0']);
  });

  it('keeps equal names in their order', () => {
    expect(pairsOf(['x', 'x', 'x'], ['x', 'x', 'x'])).toEqual(['x0-x0', 'x1-x1', 'x2-x2']);
  });

  it('finds a renamed query by its plan', () => {
    const plan = { 'Scan parquet sales': 1, 'SortMergeJoin Inner': 2, 'Exchange hashpartitioning': 3 };
    const before = [sqlOf('load'), sqlOf('revenue', { operators: plan, callSite: 'collect at Job.scala' })];
    const after = [sqlOf('load'), sqlOf('revenue by region', { operators: plan, callSite: 'collect at Job.scala' })];
    expect(alignInOrder(before, after, sqlLikeness)).toEqual([
      { a: 0, b: 0 },
      { a: 1, b: 1 },
    ]);
    expect(sqlLikeness(sqlOf('a'), sqlOf('b'))).toBe(0);
  });

  it('tells queries of the same name apart by their plans', () => {
    const scan = sqlOf('query', { operators: { 'Scan csv': 1 } });
    const join = sqlOf('query', { operators: { 'SortMergeJoin Inner': 1, Exchange: 2 } });
    expect(alignInOrder([scan, join], [join], sqlLikeness)).toEqual([{ a: 1, b: 0 }]);
  });

  it('measures plans by shared operators', () => {
    expect(operatorLikeness({ a: 2, b: 1 }, { a: 1, c: 1 })).toBe(1 / 4);
    expect(operatorLikeness({}, {})).toBe(0);
  });
});

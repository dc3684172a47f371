import { describe, expect, it } from 'vitest';
import { splitSuppressed } from './suppress.ts';

const findings = [
  { id: 'task-skew:4.0', kind: 'task-skew' },
  { id: 'task-skew:14.0', kind: 'task-skew' },
  { id: 'execution-gap:planning:81000', kind: 'execution-gap' },
];
const common = { reason: 'known', expires: '2027-01-01' };
const shownWith = (...rules: Parameters<typeof splitSuppressed>[1]) =>
  splitSuppressed(findings, rules, 'nightly 2026-11-21').shown.map(({ id }) => id);

describe('splitSuppressed', () => {
  it('takes findings by their whole id, by a pattern of it, and by kind', () => {
    expect(shownWith({ ...common, id: 'task-skew:4.0' })).toEqual(['task-skew:14.0', 'execution-gap:planning:81000']);
    expect(shownWith({ ...common, id: 'execution-gap:planning:*' })).toEqual(['task-skew:4.0', 'task-skew:14.0']);
    expect(shownWith({ ...common, kind: 'task-skew' })).toEqual(['execution-gap:planning:81000']);
    expect(shownWith({ ...common, id: '4.0' }), 'a part of an id is not the id').toHaveLength(3);
  });

  it('asks for both when id and kind are given, and takes nothing when neither is', () => {
    expect(shownWith({ ...common, kind: 'execution-gap', id: '*:4.0' })).toHaveLength(3);
    expect(shownWith(common)).toHaveLength(3);
  });

  it('holds for applications of a name only, when one is given', () => {
    expect(shownWith({ ...common, kind: 'task-skew', application: 'nightly *' })).toHaveLength(1);
    expect(shownWith({ ...common, kind: 'task-skew', application: 'nightly 2025-01-01' })).toHaveLength(1);
    expect(shownWith({ ...common, kind: 'task-skew', application: 'hourly *' })).toHaveLength(3);
  });

  it('says why each is left out', () => {
    const { suppressed } = splitSuppressed(findings, [{ ...common, kind: 'task-skew' }]);
    expect(suppressed.map(({ finding, suppression }) => [finding.id, suppression.reason])).toEqual([
      ['task-skew:4.0', 'known'],
      ['task-skew:14.0', 'known'],
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareCells } from './share-cells.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('sharing the cells of a bar', () => {
  it('shares by size', () => {
    expect(shareCells([50, 25, 25], 8)).toEqual([4, 2, 2]);
    expect(shareCells([1, 1, 1], 10)).toEqual([4, 3, 3]);
  });

  it('gives a small part one cell, at the cost of the largest', () => {
    expect(shareCells([1000, 1, 1], 10)).toEqual([8, 1, 1]);
  });

  it('gives an absent part none', () => {
    expect(shareCells([0, 5, 0], 6)).toEqual([0, 6, 0]);
    expect(shareCells([0, 0], 6)).toEqual([0, 0]);
  });

  it('fills the width exactly, and hides no part while there is a cell for each', () => {
    const sizes = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e9, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 200 }), (parts, cells) => {
        const shared = shareCells(parts, cells);
        const present = parts.filter((part) => part > 0).length;
        expect(sum(shared)).toBe(present === 0 ? 0 : cells);
        expect(shared.every((share) => share >= 0)).toBe(true);
        if (present <= cells) expect(shared.map((share) => share > 0)).toEqual(parts.map((part) => part > 0));
      }),
    );
  });
});

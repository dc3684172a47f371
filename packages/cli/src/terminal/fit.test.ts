import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, padEnd, padStart, widthOf, wrap, wrapBehind } from './fit.ts';

describe('fitting text into columns', () => {
  it('cuts at the end and in the middle, and marks the cut', () => {
    expect(cutEnd('executor', 8, '…')).toBe('executor');
    expect(cutEnd('executors', 8, '…')).toBe('executo…');
    expect(cutMiddle('/var/log/spark/app-1', 11, '…')).toBe('/var/…app-1');
    expect(cutMiddle('abcdef', 5, '..')).toBe('ab..f');
  });

  it('counts wide letters as two columns and never halves them', () => {
    expect(widthOf('日本')).toBe(4);
    // Three columns left for text: one wide letter and no half of the next.
    expect(cutEnd('日本語', 4, '…')).toBe('日…');
    expect(cutMiddle('日本語日本語', 7, '…')).toBe('日…語');
  });

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(widthOf(cutEnd(text, width, '…'))).toBeLessThanOrEqual(width);
        expect(widthOf(cutMiddle(text, width, '…'))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('pads by columns, whatever colour codes are in between', () => {
    expect(padEnd('日', 4)).toBe('日  ');
    expect(padStart('\u001b[31m7\u001b[39m', 3)).toBe('  \u001b[31m7\u001b[39m');
  });

  it('wraps at spaces, and inside a word that has none', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(wrapBehind('why  ', 'one two', 9)).toEqual(['why  one', '     two']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

interface SeenLine {
  readonly text: string;
  readonly lineNumber: number;
  readonly byteOffset: number;
}

/** Splits chunks into lines; `chunkBytes` cuts the text into chunks of that size. */
function split(text: string, chunkBytes: number, maxLineBytes = 1_000) {
  const lines: SeenLine[] = [];
  const oversized: SeenLine[] = [];
  const pieces: string[] = [];
  const splitter = new LineSplitter(
    (bytes, start, end, place) => {
      lines.push({ text: new TextDecoder().decode(bytes.subarray(start, end)), ...place });
    },
    {
      push: (piece) => pieces.push(new TextDecoder('latin1').decode(piece)),
      end: (place) => oversized.push({ text: pieces.splice(0).join(''), ...place }),
    },
    maxLineBytes,
  );
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += chunkBytes)
    splitter.push(bytes.subarray(start, start + chunkBytes));
  splitter.finish();
  return { lines, oversized };
}

describe('line splitter', () => {
  it('tells line numbers and byte offsets, delivers a last line without a newline, and no empty one', () => {
    expect(split('ä1\n\nzwei\ndrei', 3).lines).toEqual([
      { text: 'ä1', lineNumber: 1, byteOffset: 0 },
      { text: 'zwei', lineNumber: 3, byteOffset: 5 },
      { text: 'drei', lineNumber: 4, byteOffset: 10 },
    ]);
  });

  it('does not depend on where chunks are cut', () => {
    const texts = fc.array(fc.string({ maxLength: 12 }), { maxLength: 12 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), (text, chunkBytes) => {
        expect(split(text, chunkBytes, 20)).toEqual(split(text, 1_000, 20));
        const plain = split(text, chunkBytes).lines;
        expect(plain.map((line) => line.text)).toEqual(text.split('\n').filter((line) => line !== ''));
      }),
    );
  });

  it('hands lines above the cap over in pieces, and goes on behind them', () => {
    for (const chunkBytes of [1, 4, 1_000]) {
      const { lines, oversized } = split('ok\n0123456789\nalso\n0123456789', chunkBytes, 8);
      expect(lines.map((line) => line.text)).toEqual(['ok', 'also']);
      expect(oversized).toEqual([
        { text: '0123456789', lineNumber: 2, byteOffset: 3 },
        { text: '0123456789', lineNumber: 4, byteOffset: 19 },
      ]);
    }
  });
});

import { expect, it } from 'vitest';
import { memorySource } from './byte-source.ts';
import { fetchLines } from './fetch-lines.ts';

const text = ['{"Event":"a"}', '', '{"Event":"c"}', '{"Event":"é"}', '{"Event":"last"'].join('\n');
const partOf = (content: string) => ({ name: 'log', open: () => memorySource(new TextEncoder().encode(content)) });

it('gives the lines asked for, by their number in the file, and leaves out what is not there', async () => {
  const lines = await fetchLines(partOf(text), new Set([1, 4, 5, 6]));
  expect([...lines]).toEqual([
    [1, '{"Event":"a"}'],
    [4, '{"Event":"é"}'],
    [5, '{"Event":"last"'],
  ]);
});

it('stops reading behind the last line asked for', async () => {
  let reads = 0;
  const long = `${text}\n`.repeat(200_000);
  const part = partOf(long);
  const open = () => {
    const source = part.open();
    return {
      sizeBytes: source.sizeBytes,
      read: (into: Uint8Array) => {
        reads++;
        return source.read(into.subarray(0, 1 << 16));
      },
      close: () => {
        source.close();
      },
    };
  };
  expect((await fetchLines({ name: 'log', open }, new Set([3]))).get(3)).toBe('{"Event":"c"}');
  expect(reads * (1 << 16)).toBeLessThan(long.length / 2);
});

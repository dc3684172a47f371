import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const mostBytes = 250_000;

function compressedBytes(folder: string, wanted: RegExp): number {
  const names = readdirSync(folder).filter((name) => wanted.test(name));
  expect(names.length, `${folder} ${String(wanted)}`).toBeGreaterThan(1);
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(`${folder}/${name}`)).length, 0);
}

describe('what a browser has to load, compressed', () => {
  it('is small for the page of the timeline; the reader of dropped logs comes when one is dropped', () => {
    const page = /^(?:index|layout-worker)-.*\.(?:js|css)$/;
    expect(compressedBytes('packages/cli/dist/viewer/app/assets', page)).toBeLessThan(mostBytes);
  });

  it('is small in every report', () => {
    expect(compressedBytes('packages/cli/dist/viewer/report', /\.(?:js|css)$/)).toBeLessThan(mostBytes);
  });
});

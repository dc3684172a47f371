import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Truth } from '../support/truth.ts';
import { scenarioPaths } from './scenarios.ts';

const readTruth = (path: string) => JSON.parse(readFileSync(`${path}/truth.json`, 'utf8')) as Truth;
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const lookedAt = scenarioPaths('looked-at');
const heldOut = scenarioPaths('held-out');

describe('the recorded sets', () => {
  it('keep no scenario in both', () => {
    const names = [...lookedAt, ...heldOut].map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });

  it('stay under 20 MB', () => {
    const sizeBytes = (path: string): number =>
      statSync(path).isDirectory()
        ? readdirSync(path).reduce((sum, name) => sum + sizeBytes(`${path}/${name}`), 0)
        : statSync(path).size;
    expect(['logs', 'variants', 'held-out'].reduce((sum, name) => sum + sizeBytes(`fixtures/${name}`), 0)).toBeLessThan(
      20e6,
    );
  });

  it.each([...lookedAt, ...heldOut])('%s holds what it is named after, and both runs of a pair', (path) => {
    expect(readTruth(path).scenario).toBe(nameOf(path));
    expect(existsSync(`${path}/eventlog`)).toBe(true);
    if (!existsSync(`${path}/without-fault`)) return;
    const [withFault, without] = [readTruth(path), readTruth(`${path}/without-fault`)];
    expect(without.clean).toBe(true);
    expect(without.measured?.kinds).toEqual(withFault.measured?.kinds);
    expect(without.sparkVersion).toBe(withFault.sparkVersion);
  });
});

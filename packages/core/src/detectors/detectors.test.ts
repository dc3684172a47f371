import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { gapLimits } from '../derive/finding-limits.ts';
import { settingName, settingValue } from '../util/limits.ts';
import { detectors } from './index.ts';
import { runDetectors } from './run.ts';
import type { Finding } from './types.ts';

describe('detectors', () => {
  const folder = 'packages/core/src/detectors/';
  const notDetectors = ['index.ts', 'types.ts', 'run.ts'];

  it('are one file, one docs page and one line in the index each', () => {
    const files = readdirSync(folder).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !notDetectors.includes(file),
    );
    expect(detectors.map((detector) => `${detector.id}.ts`)).toEqual(files.sort());
    for (const { id } of detectors) {
      expect(existsSync(`docs/findings/${id}.md`), `docs/findings/${id}.md`).toBe(true);
      expect(existsSync(`${folder}${id}.test.ts`), `${id}.test.ts`).toBe(true);
    }
  });

  it.each(detectors.map(({ id }) => id))(
    '%s has a page that says how it is priced, whence its rules are, and when it is wrong',
    (id) => {
      const page = readFileSync(`docs/findings/${id}.md`, 'utf8');
      expect(page.startsWith(`# ${id}\n`)).toBe(true);
      expect(page).toMatch(/\*\*Cost\*\* \(basis `(replay|interval|bound)`\)/);
      expect(page).toContain('**Source**');
      expect(page).toContain('**When it is wrong**');
    },
  );

  it.each(detectors.flatMap(({ id, limits }) => (limits === undefined ? [] : [{ id, limits }])))(
    '$id has a page that lists its limits with their values and reasons',
    ({ id, limits }) => {
      // Tables are padded to their columns.
      const page = readFileSync(`docs/findings/${id}.md`, 'utf8').replaceAll(/ +/g, ' ');
      for (const [name, { usual, unit, reason }] of Object.entries(limits.limits)) {
        expect(page).toContain(`| \`${settingName(name)}\` | ${settingValue(usual, unit)} | ${reason} |`);
      }
    },
  );

  it('judge by the limits that are set', () => {
    const model = modelOf({ durationMs: 100_000 });
    expect(new Facts(model).limitsOf(gapLimits).leastLengthMs).toBe(5_000);
    const facts = new Facts(model, { limits: { 'execution-gap': { leastLengthMs: 7_000 } } });
    expect(facts.limitsOf(gapLimits)).toEqual({
      sufficientLengthMs: 60_000,
      sufficientShare: 0.02,
      leastLengthMs: 7_000,
    });
    expect(facts.gapLimitMs).toBe(7_000);
  });

  it('do not take each other down', () => {
    const facts = new Facts(modelOf({ durationMs: 60_000, executors: [{ id: '1', removedMs: 30_000, reason: 'x' }] }));
    const broken = {
      id: 'broken',
      title: 'Broken',
      detect: () => {
        throw new Error('it broke');
      },
    };
    const { findings, failures } = runDetectors(facts, [broken, ...detectors]);
    expect(failures).toEqual([{ detector: 'broken', message: 'it broke' }]);
    expect(findings.map((finding) => finding.kind)).toContain('executor-removed');
  });

  it('put what failed before what took long, of the same severity', () => {
    const facts = new Facts(modelOf({ durationMs: 60_000 }));
    const finding = (kind: string, wallClockMs: number): Finding => ({
      id: kind,
      kind,
      severity: 'critical',
      title: kind,
      cause: { class: kind, confidence: 'certain', because: kind, ruledOut: [] },
      subjects: [],
      ranges: [{ startMs: 0, endMs: 60_000 }],
      cost: { wallClockMs, coreMs: 0, basis: 'interval' },
      evidence: [],
      advice: [],
    });
    const list = [
      { id: 'a', title: 'a', detect: () => [finding('execution-gap', 9_000), finding('spill', 20_000)] },
      { id: 'b', title: 'b', detect: () => [finding('stream-failed', 0)] },
    ];
    expect(runDetectors(facts, list).findings.map(({ kind }) => kind)).toEqual([
      'stream-failed',
      'spill',
      'execution-gap',
    ]);
  });

  it('have nothing to say about an empty run', () => {
    expect(runDetectors(new Facts(modelOf({ durationMs: 0 })))).toEqual({ findings: [], failures: [] });
  });
});

import { describe, expect, it } from 'vitest';
import type { Result } from '@cinderlog/core';
import { formats } from '../packages/cli/src/reporters/formats.ts';
import { newPage } from '../packages/cli/src/terminal/page.ts';
import { isClean } from './accuracy/score-kinds.ts';
import { readScenarios } from './accuracy/scenarios.ts';

/** The size of a terminal that nobody has made larger. */
const columns = 80;
const lines = 24;

/** Truths that the first screen does not name, and why it is right or cannot be helped. */
const exceptions: Readonly<Record<string, readonly [kind: string, why: string]>> = {
  'variants/both-slow-host-and-gap': [
    'slow-host',
    'two tasks of 32 ran on that host: that both were long comes by chance in six of a thousand runs',
  ],
};

async function firstScreenOf(result: Result): Promise<string> {
  const render = await formats.text.load();
  const text = render([result], {
    page: newPage(columns, false, true),
    extent: { rows: 10, all: false, tables: new Set<never>(), evidence: false, lineAt: undefined },
    several: false,
    each: false,
    forEyes: false,
  });
  // Words, wherever lines end.
  return text.split('\n').slice(0, lines).join(' ').replace(/\s+/g, ' ');
}

const scenarios = await readScenarios('looked-at');

describe.each(scenarios.map((run) => [run.name.replace(/^fixtures\//, ''), run] as const))('%s', (name, run) => {
  const { truth, result } = run;

  it('names what was done to the run on the first screen', async () => {
    const screen = await firstScreenOf(result);
    for (const kind of new Set(truth.expected.findings)) {
      const [excepted] = exceptions[name] ?? [];
      const found = result.findings.filter((finding) => finding.kind === kind);
      const named = found.filter(({ title }) => screen.includes(title));
      // That nothing was asked is no fault: the sentence on where the time went tells it.
      const isIdle =
        found.length > 0 && found.every(({ cause, severity }) => cause.class === 'idle' || severity === 'info');
      if (kind === excepted) expect(named).toEqual([]);
      else if (isIdle) expect(screen).toContain('nothing was asked of Spark');
      else expect(named.length, `${kind} in: ${screen}`).toBeGreaterThan(0);
    }
  });

  it('says so when nothing is wrong, or when the log stops', async () => {
    const screen = await firstScreenOf(result);
    const isQuiet = result.findings.every(({ severity }) => severity === 'info');
    expect(/Nothing (else )?that was found costs enough/.test(screen)).toBe(isQuiet);
    if (truth.clean === true && isClean(run)) expect(isQuiet).toBe(true);
    if (!truth.applicationEnded) expect(screen).toMatch(/The log stops at \+\S+ .*in the middle of job \d+/);
  });
});

it('no exception is kept that is none any more', () => {
  const names = scenarios.map((run) => run.name.replace(/^fixtures\//, ''));
  expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([]);
});

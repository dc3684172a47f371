import { describe, expect, it } from 'vitest';
import { handMadeFinding as finding, handMadeRun as run, startMs } from './hand-made.ts';
import { scoreGaps } from './score-gaps.ts';
import { scoreKinds } from './score-kinds.ts';
import { scorePrice } from './score-prices.ts';
import { scoreRemovals } from './score-removals.ts';
import { distributionOf } from './statistics.ts';
import { measure } from './tally.ts';
import { targetsOf } from './targets.ts';

const removal = (cls: string, confidence: string) => ({ class: cls, confidence }) as never;
const at = (ms: number) => startMs + ms;

describe('removals', () => {
  const expected = [
    { executorId: '1', host: 'h', class: 'crashed', alsoAcceptable: ['unknown'], aroundMs: at(0) },
    { executorId: '2', host: 'h', class: 'crashed', alsoAcceptable: [], aroundMs: at(0) },
    { executorId: '3', host: 'h', class: 'node-lost', alsoAcceptable: ['spot'], aroundMs: at(0) },
  ];

  it('accepts what the log cannot rule out, but not as certain; misses and inventions are wrong', () => {
    const executors = [
      { id: '1', removal: removal('unknown', 'possible') },
      { id: '3', removal: removal('spot', 'certain') },
      { id: '4', removal: removal('crashed', 'probable') },
      { id: '5', removal: removal('shutdown', 'certain') },
    ];
    const scores = scoreRemovals(run({ removedExecutors: expected }, { executors }));
    expect(
      scores.map(({ truth, reported, correct, certainButWrong }) => [truth, reported, correct, certainButWrong]),
    ).toEqual([
      ['crashed', 'unknown', true, false],
      ['crashed', '-', false, false],
      ['node-lost', 'spot', true, true],
      ['-', 'crashed', false, false],
    ]);
  });
});

describe('gaps', () => {
  const gap = { startMs: at(10_000), endMs: at(20_000), cause: 'planning', alsoAcceptable: ['non-spark-code'] };
  const scored = (...findings: ReturnType<typeof finding>[]) => scoreGaps(run({ gaps: [gap] }, { findings }))[0];

  it('takes the cause of most of the time', () => {
    const parts = [
      finding({ kind: 'execution-gap', startMs: 10_000, endMs: 13_000, cause: 'commit' }),
      finding({ kind: 'execution-gap', startMs: 13_000, endMs: 20_000, cause: 'planning' }),
    ];
    expect(scored(...parts)).toMatchObject({ reported: 'planning', correct: true });
  });

  it('does not take a finding that is mostly about something else, nor one that covers too little', () => {
    expect(scored(finding({ kind: 'execution-gap', startMs: 0, endMs: 14_000, cause: 'planning' }))?.correct).toBe(
      false,
    );
    expect(scored(finding({ kind: 'execution-gap', startMs: 11_000, endMs: 14_000, cause: 'planning' }))?.correct).toBe(
      false,
    );
    expect(scored(finding({ kind: 'task-skew', startMs: 10_000, endMs: 20_000, cause: 'planning' }))?.reported).toBe(
      '-',
    );
  });

  it('calls an acceptable cause wrong when it is said to be certain', () => {
    const certain = finding({
      kind: 'execution-gap',
      startMs: 10_000,
      endMs: 20_000,
      cause: 'non-spark-code',
      confidence: 'certain',
    });
    expect(scored(certain)).toMatchObject({ correct: true, certainButWrong: true });
  });
});

describe('kinds', () => {
  const actions = [
    { atMs: at(5_000), action: 'phase-start', description: 'join' },
    { atMs: at(9_000), action: 'phase-end', description: 'join' },
  ];
  const expected = {
    findings: ['task-skew'],
    tolerated: ['spill'],
    stages: [{ description: 'join', kind: 'task-skew', what: 'one key' }],
  };
  const outcomes = (...findings: ReturnType<typeof finding>[]) =>
    scoreKinds(run(expected, { findings }, { actions })).map((score) => `${score.kind} ${score.outcome}`);

  it('wants the finding in the phase that had the fault', () => {
    expect(outcomes(finding({ kind: 'task-skew', startMs: 6_000, endMs: 8_000 }))).toEqual(['task-skew found']);
    expect(outcomes(finding({ kind: 'task-skew', startMs: 10_000, endMs: 12_000 }))).toEqual([
      'task-skew missed',
      'task-skew false',
    ]);
  });

  it('counts what is neither expected nor tolerated nor info as false', () => {
    const beside = (kind: string, severity: 'info' | 'warning') =>
      finding({ kind, severity, startMs: 6_000, endMs: 8_000 });
    expect(outcomes(beside('spill', 'warning'), beside('slow-host', 'warning'), beside('slow-host', 'info'))).toEqual([
      'task-skew missed',
      'slow-host false',
    ]);
  });

  it('tolerates nothing on a run that is said to be clean, and what the truth names on one without a fault to find', () => {
    const noisy = run({ tolerated: ['spill'] }, { findings: [finding({ kind: 'spill', startMs: 0, endMs: 1 })] });
    const clean = { ...noisy, truth: { ...noisy.truth, clean: true } };
    expect(measure('looked-at', [clean]).clean).toEqual({ runs: 1, quiet: 0, falseAlarms: 1 });
    expect(measure('looked-at', [noisy]).clean).toEqual({ runs: 1, quiet: 1, falseAlarms: 0 });
  });
});

describe('prices', () => {
  const pair = (withMs: number, withoutMs: number, costMs: number) => {
    const stretch = (ms: number) => ({ measured: { kinds: ['spill'], startMs: at(5_000), endMs: at(5_000 + ms) } });
    const findings = [
      finding({ kind: 'spill', startMs: 6_000, endMs: 7_000, costMs }),
      finding({ kind: 'spill', startMs: 1_000, endMs: 2_000, costMs: 99_000 }),
      finding({ kind: 'task-skew', startMs: 6_000, endMs: 7_000, costMs: 99_000 }),
    ];
    return { ...run({}, { findings }, stretch(withMs)), withoutFault: run({}, {}, stretch(withoutMs)) };
  };

  it('compares the named kinds within the stretch with the difference of the two runs', () => {
    expect(scorePrice(pair(20_000, 12_000, 10_000))).toMatchObject({ trueMs: 8_000, pricedMs: 10_000, error: 0.25 });
  });

  it('does not judge by runs that hardly differ', () => {
    expect(scorePrice(pair(13_000, 12_000, 10_000))).toBeUndefined();
  });
});

it('takes quantiles between values', () => {
  expect(distributionOf([4, 1, 2, 3])).toEqual({
    least: 1,
    lowerQuartile: 1.75,
    median: 2.5,
    upperQuartile: 3.25,
    most: 4,
  });
});

it('misses a target only where there was something to count', () => {
  expect(targetsOf(measure('held-out', [])).every((target) => target.met)).toBe(true);
  const gap = { startMs: at(0), endMs: at(9_000), cause: 'idle', alsoAcceptable: [] };
  const missed = targetsOf(measure('held-out', [run({ gaps: [gap], findings: ['execution-gap'] }, {})]));
  expect(missed.filter((target) => !target.met).map((target) => target.reached)).toEqual(['0.000']);
});

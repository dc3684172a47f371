import type { Accuracy } from './tally.ts';

export interface Target {
  readonly name: string;
  readonly reached: string;
  readonly met: boolean;
}

/** What the project promises of its findings. A set without anything to count for a target does not miss it. */
export function targetsOf(accuracy: Accuracy): Target[] {
  const { removals, gaps, clean, certainButWrong, prices } = accuracy;
  const medianError = prices.absoluteError?.median;
  return [
    atLeast('removal classes correct, at least 0.95', removals.share, 0.95),
    atLeast('gap causes correct, at least 0.95', gaps.share, 0.95),
    {
      name: 'claims that are certain and wrong: none',
      reached: String(certainButWrong),
      met: certainButWrong === 0,
    },
    {
      name: 'findings above info on clean runs: none',
      reached: `${clean.falseAlarms} on ${clean.runs - clean.quiet} of ${clean.runs} runs`,
      met: clean.falseAlarms === 0,
    },
    {
      name: 'priced seconds, median error at most 25 %',
      reached: medianError === undefined ? 'no pairs' : `${Math.round(100 * medianError)} %`,
      met: medianError === undefined || medianError <= 0.25,
    },
  ];
}

function atLeast(name: string, share: number | undefined, least: number): Target {
  return { name, reached: share?.toFixed(3) ?? 'nothing to count', met: share === undefined || share >= least };
}

import type { Cause } from '../compare/explain/causes.ts';
import type { Explanation } from '../compare/explain/explain.ts';
import { formatCount, formatDuration } from '../util/format.ts';
import { labelNames } from './label-names.ts';

/** All texts here are as they come: whoever shows them escapes them. */

export function formatChange(changeMs: number): string {
  return `${changeMs < 0 ? '-' : '+'}${formatDuration(Math.abs(changeMs))}`;
}

/** Name of a line of the wall-clock ledger. */
export function labelName(label: string): string {
  return (labelNames as Readonly<Record<string, { name: string } | undefined>>)[label]?.name ?? label;
}

const workWords: Readonly<Record<string, string>> = {
  compute: 'computing',
  gc: 'garbage collection',
  'shuffle-fetch-wait': 'waiting for shuffle data',
  'shuffle-write': 'writing shuffle data',
  serialization: 'serialising',
  'scheduler-delay': 'scheduler delay',
  'other-in-tasks': 'other time in tasks, such as input and output',
};

/** What made the difference, as a clause behind its length. */
export function describeCause({ cause, mostly, stage, changeMs }: Cause): string {
  const more = changeMs >= 0;
  const where = stage === undefined ? '' : `, most in ${nameStage(stage)}`;
  switch (cause) {
    case 'more-input':
      return more ? 'more input was read' : 'less input was read';
    case 'more-work': {
      const what = mostly === undefined ? '' : `, mostly ${workWords[mostly] ?? mostly}`;
      return `tasks took ${more ? 'longer' : 'less time'} for the same input${what}${where}`;
    }
    case 'executors-lost':
      return more ? 'executors were lost' : 'the loss of executors cost less';
    case 'slots':
      return more ? 'there were fewer slots' : 'there were more slots';
    case 'skew':
      return `a few tasks took much longer than the others${where}`;
    case 'idle-slots':
      return more ? 'slots had nothing to do while tasks ran' : 'slots were used better while tasks ran';
    case 'thrown-away':
      return more ? 'more work was thrown away' : 'less work was thrown away';
    default:
      return labelName(cause);
  }
}

export function nameStage({ name, within }: { readonly name: string; readonly within?: string }): string {
  return within === undefined || within === name ? `stage "${name}"` : `stage "${name}" of "${within}"`;
}

/** Operators that came and went: `+1 SortMergeJoin Inner, -1 BroadcastHashJoin Inner`. */
export function describePlanChange({ added, removed }: Explanation['plans'][number]): string {
  const list = (operators: Readonly<Record<string, number>>, sign: string) =>
    Object.entries(operators).map(([name, count]) => `${sign}${formatCount(count)} ${name}`);
  return [...list(removed, '-'), ...list(added, '+')].join(', ');
}

export function describeSetting({ name, known, fresh }: Explanation['settings'][number]): string {
  return `${name}: ${known ?? '(not set)'} → ${fresh ?? '(not set)'}`;
}

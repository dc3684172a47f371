import { labelNames, type LedgerGroup, type WallClockLabel } from '@cinderlog/core';
import type { Colors } from '../../terminal/page.ts';

/** The groups of the wall-clock ledger from left to right, each with the shade that tells it apart without colour. */
export const ledgerGroups = [
  { group: 'no-job', title: 'No job open', shade: 0 },
  { group: 'nothing-running', title: 'A job open, no task running', shade: 1 },
  { group: 'running', title: 'Tasks running', shade: 2 },
] as const satisfies readonly { group: LedgerGroup; title: string; shade: 0 | 1 | 2 }[];

export interface LabelWords {
  readonly group: LedgerGroup;
  /** In the legend. */
  readonly name: string;
  /** What happened, in a sentence behind a length of time: "41 m *the driver planned queries*". */
  readonly clause: string;
  readonly color: keyof Colors &
    `${'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray' | 'white'}${string}`;
}

const clausesAndColors: Readonly<Record<WallClockLabel, Pick<LabelWords, 'clause' | 'color'>>> = {
  'start-up': { clause: 'the application started up', color: 'blue' },
  idle: { clause: 'nothing was asked of Spark', color: 'gray' },
  'non-spark-code': {
    clause: "the program's own code ran",
    color: 'magenta',
  },
  planning: { clause: 'the driver planned queries', color: 'cyan' },
  commit: {
    clause: 'queries committed and listed files',
    color: 'blueBright',
  },
  'streaming-wait': {
    clause: 'streaming queries waited for their next trigger',
    color: 'gray',
  },
  'driver-overloaded': {
    clause: 'the driver was overloaded',
    color: 'redBright',
  },
  'cluster-malfunction': {
    clause: 'the cluster did not work',
    color: 'red',
  },
  unknown: {
    clause: 'are unknown, as the log was compacted',
    color: 'gray',
  },
  'waiting-for-executors': {
    clause: 'jobs waited for executors',
    color: 'yellow',
  },
  'scheduling-delay': {
    clause: 'tasks waited to be launched',
    color: 'yellowBright',
  },
  'between-stages': {
    clause: 'the driver worked between stages',
    color: 'magentaBright',
  },
  'fetch-failure-wait': {
    clause: 'stages waited after shuffle data was lost',
    color: 'red',
  },
  full: { clause: 'all slots were busy', color: 'green' },
  tail: {
    clause: 'stages waited for their last tasks',
    color: 'yellow',
  },
  'too-few-tasks': {
    clause: 'stages had fewer tasks than there were slots',
    color: 'cyanBright',
  },
  'not-launched': {
    clause: 'tasks were pending while slots were free',
    color: 'magenta',
  },
  're-running': { clause: 'lost work was done again', color: 'red' },
};

export const labelWords = Object.fromEntries(
  Object.entries(clausesAndColors).map(([label, words]) => [
    label,
    { ...labelNames[label as WallClockLabel], ...words },
  ]),
) as Readonly<Record<WallClockLabel, LabelWords>>;

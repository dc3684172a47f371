import type { WallClockLabel } from '@cinderlog/core';
import type { Colors } from '../../terminal/page.ts';

export type LedgerGroup = 'no-job' | 'nothing-running' | 'running';

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

export const labelWords: Readonly<Record<WallClockLabel, LabelWords>> = {
  'start-up': { group: 'no-job', name: 'starting up', clause: 'the application started up', color: 'blue' },
  idle: { group: 'no-job', name: 'idle, nothing asked of Spark', clause: 'nothing was asked of Spark', color: 'gray' },
  'non-spark-code': {
    group: 'no-job',
    name: "the program's own code",
    clause: "the program's own code ran",
    color: 'magenta',
  },
  planning: { group: 'no-job', name: 'planning queries', clause: 'the driver planned queries', color: 'cyan' },
  commit: {
    group: 'no-job',
    name: 'committing and listing files',
    clause: 'queries committed and listed files',
    color: 'blueBright',
  },
  'streaming-wait': {
    group: 'no-job',
    name: 'streams waiting for a trigger',
    clause: 'streaming queries waited for their next trigger',
    color: 'gray',
  },
  'driver-overloaded': {
    group: 'no-job',
    name: 'overloaded driver',
    clause: 'the driver was overloaded',
    color: 'redBright',
  },
  'cluster-malfunction': {
    group: 'no-job',
    name: 'cluster malfunction',
    clause: 'the cluster did not work',
    color: 'red',
  },
  'waiting-for-executors': {
    group: 'nothing-running',
    name: 'waiting for executors',
    clause: 'jobs waited for executors',
    color: 'yellow',
  },
  'scheduling-delay': {
    group: 'nothing-running',
    name: 'scheduling delay',
    clause: 'tasks waited to be launched',
    color: 'yellowBright',
  },
  'between-stages': {
    group: 'nothing-running',
    name: 'driver between stages',
    clause: 'the driver worked between stages',
    color: 'magentaBright',
  },
  'fetch-failure-wait': {
    group: 'nothing-running',
    name: 'waiting after lost shuffle data',
    clause: 'stages waited after shuffle data was lost',
    color: 'red',
  },
  full: { group: 'running', name: 'all slots busy', clause: 'all slots were busy', color: 'green' },
  tail: {
    group: 'running',
    name: 'waiting for the last tasks',
    clause: 'stages waited for their last tasks',
    color: 'yellow',
  },
  'too-few-tasks': {
    group: 'running',
    name: 'fewer tasks than slots',
    clause: 'stages had fewer tasks than there were slots',
    color: 'cyanBright',
  },
  'not-launched': {
    group: 'running',
    name: 'tasks pending, slots free',
    clause: 'tasks were pending while slots were free',
    color: 'magenta',
  },
  're-running': { group: 'running', name: 'doing lost work again', clause: 'lost work was done again', color: 'red' },
};

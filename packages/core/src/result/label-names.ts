import type { WallClockLabel } from '../derive/labels.ts';

export type LedgerGroup = 'no-job' | 'nothing-running' | 'running';

/** What reports and the timeline call the labels of the wall-clock ledger, and the group that each belongs to. */
export const labelNames: Readonly<Record<WallClockLabel, { readonly group: LedgerGroup; readonly name: string }>> = {
  'start-up': { group: 'no-job', name: 'starting up' },
  idle: { group: 'no-job', name: 'idle, nothing asked of Spark' },
  'non-spark-code': { group: 'no-job', name: "the program's own code" },
  planning: { group: 'no-job', name: 'planning queries' },
  commit: { group: 'no-job', name: 'committing and listing files' },
  'streaming-wait': { group: 'no-job', name: 'streams waiting for a trigger' },
  'driver-overloaded': { group: 'no-job', name: 'overloaded driver' },
  'cluster-malfunction': { group: 'no-job', name: 'cluster malfunction' },
  unknown: { group: 'no-job', name: 'unknown: compacted away' },
  'waiting-for-executors': { group: 'nothing-running', name: 'waiting for executors' },
  'scheduling-delay': { group: 'nothing-running', name: 'scheduling delay' },
  'between-stages': { group: 'nothing-running', name: 'driver between stages' },
  'fetch-failure-wait': { group: 'nothing-running', name: 'waiting after lost shuffle data' },
  full: { group: 'running', name: 'all slots busy' },
  tail: { group: 'running', name: 'waiting for the last tasks' },
  'too-few-tasks': { group: 'running', name: 'fewer tasks than slots' },
  'not-launched': { group: 'running', name: 'tasks pending, slots free' },
  're-running': { group: 'running', name: 'doing lost work again' },
};

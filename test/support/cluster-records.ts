import { clusterEvents } from './cluster-teller/databricks.ts';
import { computePreempted, dataprocScaleDown, emrInstances } from './cluster-teller/hadoop.ts';
import { outOfMemory, spotNode } from './cluster-teller/kubernetes.ts';
import type { Document, Scene } from './cluster-teller/scene.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Records of one platform, and the key under which its API lists them. */
export interface RecordsOf {
  readonly name: string;
  readonly source: string;
  readonly listKey: string;
  readonly records: readonly Json[];
}

const startedMs = Date.UTC(2026, 10, 21, 10);
const executors = ['1', '2', '3'].map((executorId) => ({ executorId, host: `10.0.0.${executorId}` }));
const scene: Scene = {
  appId: 'spark-0123456789abcdef0123456789abcdef',
  clusterId: '1121-012345-abcd1234',
  startedMs,
  endedMs: startedMs + 600_000,
  executors,
  lost: executors.map((executor, index) => ({ ...executor, atMs: startedMs + 60_000 * (index + 1) })),
};

function recordsIn([document]: readonly Document[], listKey: string): Json[] {
  const value = JSON.parse(document?.text ?? 'null') as Json | Json[];
  return Array.isArray(value) ? value : (value[listKey] as Json[]);
}

const phases = { setup_duration: 60_000, execution_duration: 100_000, cleanup_duration: 1_000, queue_duration: 500 };
const state = { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS', state_message: '' };
const runs = [1, 2, 3].map((number): Json => {
  const times = { start_time: startedMs + number, end_time: startedMs + number + 161_500 };
  const task = { run_id: 90 + number, task_key: 'load', attempt_number: 0, depends_on: [], ...times, ...phases, state };
  return { job_id: 7, run_id: number, run_name: 'nightly', ...times, run_duration: 161_500, state, tasks: [task] };
});

const applications = [1, 2, 3].map((number): Json => {
  const times = { startedTime: startedMs, launchTime: startedMs + 9_000, finishedTime: startedMs + 600_000 };
  return { id: `application_1795224511536_000${number}`, state: 'FINISHED', finalStatus: 'SUCCEEDED', ...times };
});

const attempts = [1, 2, 3].map((number): Json => {
  const id = `1795224511536_000${number}`;
  const names = { containerId: `container_e07_${id}_01_000001`, nodeId: 'node-1:8041', nodeHttpAddress: 'node-1:8042' };
  return {
    id: 1,
    startTime: startedMs,
    finishedTime: startedMs + 600_000,
    appAttemptId: `appattempt_${id}_000001`,
    ...names,
  };
});

const awsTimes = (number: number) => ({
  CreationDateTime: '2026-11-21T09:50:00Z',
  ReadyDateTime: `2026-11-21T09:5${number}:00+00:00`,
  StartDateTime: `2026-11-21T09:5${number}:30.5Z`,
  EndDateTime: '2026-11-21T10:10:00Z',
});

const emrClusters = [1, 2, 3].map((number): Json => {
  const StateChangeReason = { Code: 'STEP_FAILURE', Message: 'Shut down as step failed' };
  return { Id: `j-0${number}`, Status: { State: 'TERMINATED', StateChangeReason, Timeline: awsTimes(number) } };
});

const emrSteps = [1, 2, 3].map((number): Json => {
  const FailureDetails = { Reason: 'Application exited with code 1', LogFile: 's3://logs/stderr.gz' };
  return { Id: `s-0${number}`, Name: 'load', Status: { State: 'FAILED', FailureDetails, Timeline: awsTimes(number) } };
});

const spotWarnings = [1, 2].map((number): Json => {
  const detail = { 'instance-id': `i-0000000${number}`, 'instance-action': 'terminate' };
  return { 'detail-type': 'EC2 Spot Instance Interruption Warning', time: '2026-11-21T10:01:00Z', detail };
});

/** Of every source that comes as JSON, in the forms that the platforms publish. */
export const allRecords: readonly RecordsOf[] = [
  {
    name: 'cluster events of Databricks',
    source: 'databricks-events',
    listKey: 'events',
    records: recordsIn(
      clusterEvents(scene, [
        [startedMs + 1_000, 'RESIZING', { current_num_workers: 3, target_num_workers: 2, cause: 'AUTOSCALE' }],
        [startedMs + 2_000, 'METASTORE_DOWN'],
      ]),
      'events',
    ),
  },
  { name: 'job runs of Databricks', source: 'databricks-runs', listKey: 'runs', records: runs },
  {
    name: 'events of Kubernetes',
    source: 'kubernetes',
    listKey: 'items',
    records: recordsIn(spotNode(scene), 'items'),
  },
  {
    name: 'pods of Kubernetes',
    source: 'kubernetes',
    listKey: 'items',
    records: recordsIn(outOfMemory(scene), 'items'),
  },
  { name: 'applications of YARN', source: 'yarn', listKey: 'apps', records: applications },
  {
    name: 'instances of EMR',
    source: 'emr',
    listKey: 'Instances',
    records: recordsIn(emrInstances('SPOT', 'Spot instance was interrupted')(scene), 'Instances'),
  },
  { name: 'attempts of applications of YARN', source: 'yarn', listKey: 'appAttempts', records: attempts },
  { name: 'clusters of EMR', source: 'emr', listKey: 'events', records: emrClusters },
  { name: 'steps of EMR', source: 'emr', listKey: 'Steps', records: emrSteps },
  { name: 'spot warnings of AWS', source: 'emr', listKey: 'events', records: spotWarnings },
  {
    name: 'decisions of the autoscaler of Dataproc',
    source: 'dataproc',
    listKey: 'entries',
    records: recordsIn(dataprocScaleDown(scene), 'entries'),
  },
  {
    name: 'audit entries of Compute Engine',
    source: 'dataproc',
    listKey: 'entries',
    records: recordsIn(computePreempted(scene), 'entries'),
  },
];

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../ingest/byte-source.ts';
import { readClusterFiles } from '../read-cluster-files.ts';

const timeMs = 1_700_000_000_000;
const time = new Date(timeMs).toISOString();

async function unknownFieldsOf(record: object): Promise<Record<string, number>> {
  const bytes = new TextEncoder().encode(JSON.stringify(record));
  const { story, refused } = await readClusterFiles([{ name: 'f', open: () => memorySource(bytes) }]);
  expect(refused).toEqual([]);
  expect(story.files).toMatchObject([{ unreadable: 0 }]);
  return Object.fromEntries(story.files[0]?.unknownFields ?? []);
}

describe('fields that a platform is not known to write', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'cluster events of Databricks',
      { cluster_id: 'c', timestamp: timeMs, type: 'RUNNING', new1: 1, details: { cause: 'x', new2: 2 } },
      ['details.new2', 'new1'],
    ],
    [
      'job runs of Databricks',
      {
        run_id: 1,
        job_id: 2,
        start_time: timeMs,
        creator_user_name: 'x',
        new1: 1,
        tasks: [{ run_id: 3, task_key: 't', new2: 1 }],
      },
      ['new1', 'tasks.new2'],
    ],
    [
      'applications of YARN',
      { app: { id: 'application_1_1', finalStatus: 'FAILED', finishedTime: timeMs, queue: 'q', new1: 1 } },
      ['app.new1'],
    ],
    [
      'instances of EMR',
      {
        Ec2InstanceId: 'i',
        EbsVolumes: [],
        new1: 1,
        Status: { State: 'RUNNING', Timeline: { CreationDateTime: time }, new2: 1 },
      },
      ['Status.new2', 'new1'],
    ],
    [
      'spot warnings of AWS',
      {
        'detail-type': 'EC2 Spot Instance Interruption Warning',
        account: 'a',
        time,
        detail: { 'instance-id': 'i' },
        new1: 1,
      },
      ['new1'],
    ],
    [
      'events of Kubernetes',
      { kind: 'Event', apiVersion: 'v1', reason: 'Killing', lastTimestamp: time, count: 1, new1: 1 },
      ['new1'],
    ],
    [
      'pods of Kubernetes',
      {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: { name: 'p' },
        status: { phase: 'Running', qosClass: 'x', new2: 1 },
        new1: 1,
      },
      ['new1', 'status.new2'],
    ],
    [
      'the autoscaler of Dataproc',
      {
        timestamp: time,
        insertId: 'i',
        jsonPayload: { recommendation: { outputs: { decision: 'SCALE_UP' }, new2: 1 }, new1: 1 },
      },
      ['jsonPayload.new1', 'jsonPayload.recommendation.new2'],
    ],
    [
      'the audit log of Compute Engine',
      { timestamp: time, logName: 'l', protoPayload: { methodName: 'compute.instances.preempted' }, new1: 1 },
      ['new1'],
    ],
  ])('are counted in %s', async (_, record, expected) => {
    const unknown = await unknownFieldsOf(record);
    expect(Object.keys(unknown).sort()).toEqual(expected);
    expect(new Set(Object.values(unknown))).toEqual(new Set([1]));
  });
});

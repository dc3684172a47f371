import * as z from 'zod';
import { isObject } from '../../util/is-object.ts';
import type { ClusterEventDraft } from '../cluster-event.ts';
import { optionalText, unread } from '../fields.ts';
import { scrub } from '../scrub.ts';
import { awsTime } from './aws-time.ts';
import type { RecordReader } from './record-reader.ts';

const reason = z.object({ Code: optionalText, Message: optionalText }).optional().catch(undefined);

const clusterStatus = z.object({
  State: optionalText,
  StateChangeReason: reason,
  Timeline: z
    .object({ CreationDateTime: awsTime, ReadyDateTime: awsTime, EndDateTime: awsTime })
    .optional()
    .catch(undefined),
  ...unread('ErrorDetails'),
});

const cluster = z.object({
  Id: z.string(),
  Status: clusterStatus,
  ...unread(
    'Applications',
    'AutoScalingRole',
    'AutoTerminate',
    'BootstrapActions',
    'ClusterArn',
    'Configurations',
    'CustomAmiId',
    'EbsRootVolumeIops',
    'EbsRootVolumeSize',
    'EbsRootVolumeThroughput',
    'Ec2InstanceAttributes',
    'InstanceCollectionType',
    'InstanceFleets',
    'InstanceGroups',
    'KerberosAttributes',
    'LogEncryptionKmsKeyId',
    'LogUri',
    'MasterPublicDnsName',
    'Name',
    'NormalizedInstanceHours',
    'OSReleaseLabel',
    'OutpostArn',
    'PlacementGroups',
    'ReleaseLabel',
    'RepoUpgradeOnBoot',
    'RequestedAmiVersion',
    'RunningAmiVersion',
    'ScaleDownBehavior',
    'SecurityConfiguration',
    'ServiceRole',
    'StepConcurrencyLevel',
    'Tags',
    'TerminationProtected',
    'UnhealthyNodeReplacement',
    'VisibleToAllUsers',
  ),
});
type Cluster = z.output<typeof cluster>;

/** `aws emr describe-cluster`: how long the cluster took to start, and why it ended. */
export const emrClusters: RecordReader = {
  source: 'emr',
  knownFields: [
    { at: [], schema: z.object({ ...cluster.shape, ...unread('Cluster') }) },
    { at: ['Cluster'], schema: cluster },
    { at: ['Status'], schema: clusterStatus },
    { at: ['Cluster', 'Status'], schema: clusterStatus },
  ],
  recognises: (value) => isObject(value) && (hasId(value.Cluster, 'j-') || hasId(value, 'j-')),
  read(value) {
    const decoded = cluster.safeParse(isObject(value) && 'Cluster' in value ? value.Cluster : value);
    return decoded.success ? readCluster(decoded.data) : undefined;
  },
};

function hasId(value: unknown, prefix: string): boolean {
  return isObject(value) && isObject(value.Status) && typeof value.Id === 'string' && value.Id.startsWith(prefix);
}

/** A cluster that did what it was made for, or that a person ended. The other codes are failures. */
const orderlyEnds = new Set(['ALL_STEPS_COMPLETED', 'USER_REQUEST']);

function readCluster({ Id: id, Status: status }: Cluster): ClusterEventDraft[] {
  const { CreationDateTime: createdMs, ReadyDateTime: readyMs, EndDateTime: endMs } = status.Timeline ?? {};
  const subject = { unit: id };
  const events: ClusterEventDraft[] = [];
  if (createdMs !== undefined) {
    const text = readyMs === undefined ? 'the EMR cluster was to start' : 'the EMR cluster started';
    events.push({
      type: 'STARTING',
      topic: 'life-cycle',
      level: readyMs === undefined && endMs !== undefined ? 'error' : 'info',
      epochMs: createdMs,
      endEpochMs: readyMs,
      text: readyMs === undefined && endMs !== undefined ? `${text}, and did not come to run` : text,
      subject,
    });
  }
  if (endMs !== undefined) {
    const { Code: code, Message: message } = status.StateChangeReason ?? {};
    const why = scrub(message ?? code ?? 'no reason given');
    events.push({
      type: code ?? status.State ?? 'TERMINATED',
      topic: 'life-cycle',
      level: code === undefined || orderlyEnds.has(code) ? 'info' : 'error',
      epochMs: endMs,
      text: `the EMR cluster was ended: ${why}`,
      subject,
      loss: { class: 'shutdown', confidence: 'probable', because: `the EMR cluster was ended: ${why}` },
    });
  }
  return events;
}

const stepStatus = z.object({
  State: optionalText,
  StateChangeReason: reason,
  FailureDetails: z
    .object({ Reason: optionalText, Message: optionalText, ...unread('LogFile') })
    .optional()
    .catch(undefined),
  Timeline: z
    .object({ CreationDateTime: awsTime, StartDateTime: awsTime, EndDateTime: awsTime })
    .optional()
    .catch(undefined),
});

const step = z.object({
  Id: z.string(),
  Name: optionalText,
  Status: stepStatus,
  // Arguments may hold secrets.
  ...unread('ActionOnFailure', 'Config', 'ExecutionRoleArn', 'LogUri', 'EncryptionKeyArn'),
});
type Step = z.output<typeof step>;

/** `aws emr list-steps` and `describe-step`: when the job waited for its turn, ran and ended, and how. */
export const emrSteps: RecordReader = {
  source: 'emr',
  knownFields: [
    { at: [], schema: z.object({ ...step.shape, ...unread('Step') }) },
    { at: ['Step'], schema: step },
    { at: ['Status'], schema: stepStatus },
    { at: ['Step', 'Status'], schema: stepStatus },
  ],
  recognises: (value) => isObject(value) && (hasId(value.Step, 's-') || hasId(value, 's-')),
  read(value) {
    const decoded = step.safeParse(isObject(value) && 'Step' in value ? value.Step : value);
    return decoded.success ? readStep(decoded.data) : undefined;
  },
};

function readStep({ Id: id, Name: name, Status: status }: Step): ClusterEventDraft[] {
  const { CreationDateTime: createdMs, StartDateTime: startMs, EndDateTime: endMs } = status.Timeline ?? {};
  const what = `step ${scrub(name ?? id)}`;
  const about = { topic: 'life-cycle', subject: { unit: id } } as const;
  const events: ClusterEventDraft[] = [];
  if (createdMs !== undefined && startMs !== undefined && startMs > createdMs) {
    const text = `${what} waited for its turn on the EMR cluster`;
    events.push({ ...about, type: 'PENDING', level: 'info', epochMs: createdMs, endEpochMs: startMs, text });
  }
  if (startMs !== undefined) {
    const { State: state = 'RUNNING', FailureDetails: failure, StateChangeReason: change } = status;
    const failed = /^(?:FAILED|INTERRUPTED|CANCELLED)$/.test(state);
    const why = [failure?.Reason, failure?.Message, change?.Message].filter(
      (each) => each !== undefined && each !== '',
    );
    const text = `${what} ran on the EMR cluster and ${failed ? `ended ${state}` : endMs === undefined ? 'had not ended' : 'completed'}`;
    events.push({
      ...about,
      type: state,
      level: failed ? 'error' : 'info',
      epochMs: startMs,
      endEpochMs: endMs,
      text: failed && why.length > 0 ? `${text}: ${scrub(why.join(': '))}` : text,
    });
  }
  return events;
}

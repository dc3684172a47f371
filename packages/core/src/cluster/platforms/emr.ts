import * as z from 'zod';
import type { ClusterEventDraft, LossReading } from '../cluster-event.ts';
import { optionalText, unread } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';
import { scrub } from '../scrub.ts';
import { awsTime } from './aws-time.ts';
import type { RecordReader } from './record-reader.ts';

const instanceStatus = z.object({
  State: optionalText,
  StateChangeReason: z.object({ Code: optionalText, Message: optionalText }).optional().catch(undefined),
  Timeline: z
    .object({ CreationDateTime: awsTime, ReadyDateTime: awsTime, EndDateTime: awsTime })
    .optional()
    .catch(undefined),
});

const instance = z.object({
  Id: optionalText,
  Ec2InstanceId: optionalText,
  PrivateDnsName: optionalText,
  PrivateIpAddress: optionalText,
  Market: optionalText,
  InstanceType: optionalText,
  Status: instanceStatus,
  ...unread('EbsVolumes', 'InstanceFleetId', 'InstanceGroupId', 'PublicDnsName', 'PublicIpAddress'),
});
type Instance = z.output<typeof instance>;

/** `aws emr list-instances`: when each machine came and went, and why it went. */
export const emrInstances: RecordReader = {
  source: 'emr',
  knownFields: [
    { at: [], schema: instance },
    { at: ['Status'], schema: instanceStatus },
  ],
  // A machine that is only asked for has no id of EC2 yet.
  recognises: (value) =>
    isObject(value) && isObject(value.Status) && ('Ec2InstanceId' in value || String(value.Id).startsWith('ci-')),
  read(value) {
    const decoded = instance.safeParse(value);
    return decoded.success ? readInstance(decoded.data) : undefined;
  },
};

function readInstance(value: Instance): ClusterEventDraft[] {
  const { Status: status, Market: market = 'ON_DEMAND' } = value;
  const { CreationDateTime: createdMs, ReadyDateTime: readyMs, EndDateTime: endMs } = status.Timeline ?? {};
  const name = scrub(value.PrivateDnsName ?? value.Ec2InstanceId ?? 'without a name');
  const subject = { host: value.PrivateDnsName ?? value.PrivateIpAddress, unit: value.Ec2InstanceId };
  const kind = market === 'SPOT' ? 'spot instance' : 'instance';
  const events: ClusterEventDraft[] = [];
  if (createdMs !== undefined) {
    const text = `${kind} ${name} was made ready`;
    events.push({
      type: 'READY',
      topic: 'life-cycle',
      level: 'info',
      epochMs: createdMs,
      endEpochMs: readyMs,
      text,
      subject,
    });
  }
  if (endMs !== undefined) {
    const { Code: code, Message: message } = status.StateChangeReason ?? {};
    const loss = readEnd(market, code, message);
    events.push({
      type: code ?? status.State ?? 'TERMINATED',
      topic: 'nodes',
      level: loss.class === 'shutdown' || loss.class === 'autoscaling' ? 'info' : 'error',
      epochMs: endMs,
      text: `${kind} ${name} ended: ${scrub(message ?? code ?? 'no reason given')}`,
      subject,
      loss,
    });
  }
  return events;
}

/** EMR has no code for spot; the message names it in most cases, and the market tells the rest. */
function readEnd(market: string, code: string | undefined, message = ''): LossReading {
  if (code === 'CLUSTER_TERMINATED')
    return { class: 'shutdown', confidence: 'certain', because: 'the EMR cluster was ended' };
  if (/spot|interruption|reclaim/i.test(message)) {
    return { class: 'spot', confidence: 'certain', because: 'EMR says that its spot instance was taken back' };
  }
  if (/scal(?:e|ing)|resiz|shrink|decommission/i.test(message)) {
    return { class: 'autoscaling', confidence: 'probable', because: 'EMR made the cluster smaller' };
  }
  if (market === 'SPOT') {
    return {
      class: 'spot',
      confidence: 'probable',
      because: 'its machine was a spot instance, and EMR names no other reason for its end',
    };
  }
  return { class: 'node-lost', confidence: 'certain', because: 'EMR noted the end of its machine' };
}

const interruption = z.object({
  'detail-type': z.string(),
  time: awsTime,
  detail: z
    .object({ 'instance-id': optionalText, 'instance-action': optionalText })
    .catch({ 'instance-id': undefined, 'instance-action': undefined }),
  ...unread('account', 'id', 'region', 'resources', 'source', 'version'),
});

/** The warning that EventBridge passes on two minutes before a spot instance is taken back. */
export const spotWarnings: RecordReader = {
  source: 'emr',
  knownFields: [{ at: [], schema: interruption }],
  recognises: (value) =>
    isObject(value) &&
    typeof value['detail-type'] === 'string' &&
    /spot instance interruption/i.test(value['detail-type']),
  read(value) {
    const decoded = interruption.safeParse(value);
    if (!decoded.success || decoded.data.time === undefined) return undefined;
    const unit = decoded.data.detail['instance-id'];
    return [
      {
        type: 'EC2 Spot Instance Interruption Warning',
        topic: 'nodes',
        level: 'error',
        epochMs: decoded.data.time,
        text: `AWS warned that it would take spot instance ${scrub(unit ?? 'without a name')} back`,
        subject: { unit },
        loss: {
          class: 'spot',
          confidence: 'certain',
          because: 'AWS had warned that it would take the spot instance back',
        },
        lossCount: 1,
      },
    ];
  },
};

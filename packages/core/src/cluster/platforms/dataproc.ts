import * as z from 'zod';
import type { ClusterEventDraft } from '../cluster-event.ts';
import { count, epochMs, optionalText, unread } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';
import { scrub } from '../scrub.ts';
import type { RecordReader } from './record-reader.ts';

const size = z.object({ primaryWorkerCount: count, secondaryWorkerCount: count }).optional().catch(undefined);

/** What Cloud Logging puts around every entry. */
const envelope = unread(
  'httpRequest',
  'insertId',
  'labels',
  'logName',
  'operation',
  'receiveTimestamp',
  'resource',
  'severity',
  'sourceLocation',
  'spanId',
  'split',
  'trace',
  'traceSampled',
);

const recommendation = z.object({
  inputs: z
    .object({ currentClusterSize: size, ...unread('clusterMetrics', 'maxWorkerCounts', 'minWorkerCounts') })
    .optional()
    .catch(undefined),
  outputs: z
    .object({
      decision: optionalText,
      recommendedClusterSize: size,
      decisionMetric: optionalText,
      ...unread(
        'additionalRecommendationDetails',
        'constraintsReached',
        'gracefulDecommissionTimeout',
        'recommendationId',
      ),
    })
    .optional()
    .catch(undefined),
});
const autoscalerLog = z.object({
  status: z
    .object({ state: optionalText, details: optionalText, error: optionalText, ...unread('updateClusterOperationId') })
    .optional()
    .catch(undefined),
  recommendation: recommendation.optional().catch(undefined),
  ...unread('@type'),
});

/** An entry of Cloud Logging that holds google.cloud.dataproc.logging.AutoscalerLog. */
const autoscalerEntry = z.object({ timestamp: epochMs, jsonPayload: autoscalerLog, ...envelope });
type AutoscalerEntry = z.output<typeof autoscalerEntry>;

export const dataprocAutoscaler: RecordReader = {
  source: 'dataproc',
  knownFields: [
    { at: [], schema: autoscalerEntry },
    { at: ['jsonPayload'], schema: autoscalerLog },
    { at: ['jsonPayload', 'recommendation'], schema: recommendation },
  ],
  recognises: (value) =>
    isObject(value) &&
    isObject(value.jsonPayload) &&
    (String(value.jsonPayload['@type']).includes('AutoscalerLog') || 'recommendation' in value.jsonPayload),
  read(value) {
    const decoded = autoscalerEntry.safeParse(value);
    return decoded.success ? readEntry(decoded.data) : undefined;
  },
};

function readEntry({ timestamp, jsonPayload: { status, recommendation } }: AutoscalerEntry): ClusterEventDraft[] {
  const decision = recommendation?.outputs?.decision;
  const from = recommendation?.inputs?.currentClusterSize;
  const to = recommendation?.outputs?.recommendedClusterSize;
  const gone = workers(from) - workers(to);
  const down = decision === 'SCALE_DOWN' && gone > 0;
  const failed = status?.state === 'FAILED';
  const text =
    decision === undefined
      ? `the autoscaler was ${scrub(status?.state ?? 'in no known state')}: ${scrub(status?.error ?? status?.details ?? '')}`
      : `the autoscaler decided ${scrub(decision)}${from && to ? `, from ${workers(from)} to ${workers(to)} workers` : ''}`;
  return [
    {
      type: decision ?? status?.state ?? 'AutoscalerLog',
      topic: 'resize',
      level: failed ? 'error' : 'info',
      epochMs: timestamp,
      text: text.replace(/: $/, ''),
      subject: {},
      ...(down && {
        loss: { class: 'autoscaling', confidence: 'certain', because: "Dataproc's autoscaler was taking workers away" },
        lossCount: gone,
      }),
    },
  ];
}

function workers(of: z.output<typeof size>): number {
  return (of?.primaryWorkerCount ?? 0) + (of?.secondaryWorkerCount ?? 0);
}

const auditEntry = z.object({
  timestamp: epochMs,
  protoPayload: z.object({ methodName: z.string(), resourceName: optionalText }),
  ...envelope,
});

/** The audit entry that Compute Engine writes when it takes a spot or preemptible machine back. */
export const computePreemptions: RecordReader = {
  source: 'dataproc',
  knownFields: [{ at: [], schema: auditEntry }],
  recognises: (value) =>
    isObject(value) && isObject(value.protoPayload) && value.protoPayload.methodName === 'compute.instances.preempted',
  read(value) {
    const decoded = auditEntry.safeParse(value);
    if (!decoded.success) return undefined;
    const host = decoded.data.protoPayload.resourceName?.split('/').at(-1);
    return [
      {
        type: decoded.data.protoPayload.methodName,
        topic: 'nodes',
        level: 'error',
        epochMs: decoded.data.timestamp,
        text: `Compute Engine preempted ${scrub(host ?? 'a machine')}`,
        subject: { host, unit: host },
        loss: { class: 'spot', confidence: 'certain', because: 'Compute Engine preempted its machine' },
        lossCount: 1,
      },
    ];
  },
};

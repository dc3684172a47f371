import * as z from 'zod';
import { plural } from '../../util/format.ts';
import type { ClusterEventDraft, LossReading } from '../cluster-event.ts';
import { count, listOf, optionalEpochMs, optionalText, unread } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';
import { scrub } from '../scrub.ts';
import type { RecordReader } from './record-reader.ts';

/** An application as the ResourceManager has it: `GET /ws/v1/cluster/apps/<id>`. Times are epoch milliseconds. */
const application = z.object({
  id: z.string(),
  state: optionalText,
  finalStatus: optionalText,
  diagnostics: optionalText,
  startedTime: optionalEpochMs,
  launchTime: optionalEpochMs,
  finishedTime: optionalEpochMs,
  preemptedResourceMB: count,
  numNonAMContainerPreempted: count,
  numAMContainerPreempted: count,
  ...unread(
    'allocatedMB',
    'allocatedVCores',
    'amContainerLogs',
    'amHostHttpAddress',
    'amNodeLabelExpression',
    'amRPCAddress',
    'appNodeLabelExpression',
    'applicationTags',
    'applicationType',
    'clusterId',
    'clusterUsagePercentage',
    'elapsedTime',
    'logAggregationStatus',
    'masterNodeId',
    'memorySeconds',
    'name',
    'preemptedMemorySeconds',
    'preemptedResourceSecondsMap',
    'preemptedResourceVCores',
    'preemptedVcoreSeconds',
    'priority',
    'progress',
    'queue',
    'queueUsagePercentage',
    'reservedMB',
    'reservedVCores',
    'resourceInfo',
    'resourceRequests',
    'resourceSecondsMap',
    'rmClusterId',
    'runningContainers',
    'timeouts',
    'trackingUI',
    'trackingUrl',
    'unmanagedApplication',
    'user',
    'vcoreSeconds',
  ),
});
type Application = z.output<typeof application>;

/** Both what `/apps/<id>` and what `/apps` gives. */
const answer = z.object({
  app: z.unknown().optional(),
  apps: z
    .object({ app: listOf(z.unknown()) })
    .nullish()
    .catch(undefined),
});

export const yarnApplications: RecordReader = {
  source: 'yarn',
  knownFields: [
    { at: [], schema: z.object({ ...application.shape, ...unread('app', 'apps') }) },
    { at: ['app'], schema: application },
    { at: ['apps', 'app'], schema: application },
  ],
  recognises: (value) =>
    isObject(value) &&
    (isApplication(value.app) || (isObject(value.apps) && Array.isArray(value.apps.app)) || isApplication(value)),
  read(value) {
    const decoded = answer.parse(value);
    const records = isApplication(value)
      ? [value]
      : [...(decoded.app === undefined ? [] : [decoded.app]), ...(decoded.apps?.app ?? [])];
    const applications = listOf(application).parse(records);
    return applications.length === 0 && records.length > 0 ? undefined : applications.flatMap(readApplication);
  },
};

function isApplication(value: unknown): boolean {
  return (
    isObject(value) && typeof value.id === 'string' && value.id.startsWith('application_') && 'finalStatus' in value
  );
}

function readApplication(app: Application): ClusterEventDraft[] {
  const subject = { applicationId: app.id };
  const events: ClusterEventDraft[] = [];
  if (app.startedTime !== undefined && app.launchTime !== undefined && app.launchTime > app.startedTime) {
    events.push({
      type: 'ACCEPTED',
      topic: 'life-cycle',
      level: 'info',
      epochMs: app.startedTime,
      endEpochMs: app.launchTime,
      text: 'YARN had accepted the application and had no room for it yet',
      subject,
    });
  }
  const preempted = app.numNonAMContainerPreempted;
  if (app.startedTime !== undefined && (preempted > 0 || app.preemptedResourceMB > 0)) {
    events.push({
      type: 'PREEMPTED',
      topic: 'executor',
      level: 'warning',
      epochMs: app.startedTime,
      endEpochMs: app.finishedTime,
      text: `YARN preempted ${plural(preempted, 'container')} of the application (${app.preemptedResourceMB} MB) while it ran`,
      subject,
    });
  }
  if (app.finishedTime !== undefined) {
    const failed = app.finalStatus === 'FAILED' || app.finalStatus === 'KILLED';
    events.push({
      type: app.finalStatus ?? app.state ?? 'FINISHED',
      topic: 'life-cycle',
      level: failed ? 'error' : 'info',
      epochMs: app.finishedTime,
      text: `YARN noted the end of the application: ${scrub(app.diagnostics ?? '') || (app.finalStatus ?? 'no status')}`,
      subject,
      loss: lossIn(app.diagnostics ?? ''),
    });
  }
  return events;
}

/** What diagnostics of containers say; the codes are those of YARN's ContainerExitStatus. */
function lossIn(diagnostics: string): LossReading | undefined {
  if (
    /beyond (?:the )?(?:physical|virtual)(?: \S+)? memory|exceeding (?:physical |virtual )?memory limits|exit(?: status|code)?:? -10[34]\b/i.test(
      diagnostics,
    )
  ) {
    return { class: 'out-of-memory', confidence: 'certain', because: 'YARN killed containers above their memory' };
  }
  if (/preempted/i.test(diagnostics)) {
    return { class: 'preempted', confidence: 'probable', because: 'YARN preempted containers of the application' };
  }
  return undefined;
}

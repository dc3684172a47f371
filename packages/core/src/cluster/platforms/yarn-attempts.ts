import * as z from 'zod';
import { isObject } from '../../util/is-object.ts';
import type { ClusterEventDraft } from '../cluster-event.ts';
import { listOf, optionalEpochMs, optionalText, unread } from '../fields.ts';
import { scrub } from '../scrub.ts';
import type { RecordReader } from './record-reader.ts';

/** One attempt of an application: as the ResourceManager's REST has it, and as the timeline server and the command line do. */
const attempt = z.object({
  id: optionalText,
  appAttemptId: optionalText,
  startTime: optionalEpochMs,
  startedTime: optionalEpochMs,
  finishedTime: optionalEpochMs,
  containerId: optionalText,
  amContainerId: optionalText,
  nodeId: optionalText,
  host: optionalText,
  appAttemptState: optionalText,
  diagnosticsInfo: optionalText,
  ...unread(
    'blacklistedNodes',
    'exportPorts',
    'logsLink',
    'nodeHttpAddress',
    'nodesBlacklistedBySystem',
    'originalTrackingUrl',
    'rpcPort',
    'trackingUrl',
  ),
});
type Attempt = z.output<typeof attempt>;

/** `GET /ws/v1/cluster/apps/<id>/appattempts`, the same of the timeline server, and `yarn applicationattempt`. */
export const yarnAttempts: RecordReader = {
  source: 'yarn',
  knownFields: [
    { at: [], schema: z.object({ ...attempt.shape, ...unread('appAttempts', 'appAttempt') }) },
    { at: ['appAttempts', 'appAttempt'], schema: attempt },
    { at: ['appAttempt'], schema: attempt },
  ],
  recognises: (value) => isObject(value) && (isAttempt(value) || listIn(value) !== undefined),
  read(value) {
    if (!isObject(value)) return undefined;
    const records = isAttempt(value) ? [value] : (listIn(value) ?? []);
    const attempts = listOf(attempt)
      .parse(records)
      .flatMap((each) => readAttempt(each) ?? []);
    return attempts.length === 0 && records.length > 0 ? undefined : attempts;
  },
};

type Json = Readonly<Record<string, unknown>>;

function listIn({ appAttempts, appAttempt }: Json): readonly unknown[] | undefined {
  const list = isObject(appAttempts) ? appAttempts.appAttempt : appAttempt;
  return Array.isArray(list) ? (list as readonly unknown[]) : undefined;
}

function isAttempt({ appAttemptId, containerId, nodeHttpAddress }: Json): boolean {
  if (typeof appAttemptId === 'string') return appAttemptId.startsWith('appattempt_');
  return typeof containerId === 'string' && containerId.startsWith('container_') && nodeHttpAddress !== undefined;
}

/** The application and the number of the attempt: `appattempt_<cluster>_<application>_<attempt>`, or those of the master's container. */
function identify({ appAttemptId, containerId, amContainerId }: Attempt) {
  const match =
    /^appattempt_(\d+_\d+)_0*(\d+)$/.exec(appAttemptId ?? '') ??
    /^container_(?:e\d+_)?(\d+_\d+)_0*(\d+)_\d+$/.exec(containerId ?? amContainerId ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const unit = `appattempt_${match[1]}_${match[2].padStart(6, '0')}`;
  return { number: match[2], subject: { applicationId: `application_${match[1]}`, unit } };
}

function readAttempt(value: Attempt): ClusterEventDraft | undefined {
  const known = identify(value);
  if (known === undefined) return undefined;
  const { nodeId, host, appAttemptState: state, diagnosticsInfo = '' } = value;
  const startMs = value.startTime ?? value.startedTime;
  const node = (nodeId ?? host)?.replace(/:\d+$/, '');
  const failed = state === 'FAILED' || state === 'KILLED';
  const where = node === undefined || node === '' || node === 'N/A' ? '' : ` on ${scrub(node)}`;
  const ended = state === undefined ? '' : `, and ended ${state}`;
  const why = diagnosticsInfo === '' ? '' : `: ${scrub(diagnosticsInfo)}`;
  return {
    type: state ?? 'ATTEMPT',
    topic: 'driver',
    level: failed ? 'error' : 'info',
    // The command line prints no time: it belongs to the end of the attempt.
    ...(startMs === undefined
      ? { epochMs: value.finishedTime ?? 0, ...(value.finishedTime === undefined && { timeUnknown: true as const }) }
      : { epochMs: startMs, endEpochMs: value.finishedTime }),
    text: `attempt ${known.number} of the application had its master${where}${ended}${why}`,
    subject: known.subject,
  };
}

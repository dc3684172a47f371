import { formatBytes, formatDuration } from '../../util/format.ts';
import type { ClusterEvent } from '../cluster-event.ts';
import { scrub } from '../scrub.ts';
import type { DatabricksEvent } from './event-schema.ts';

type Said = Pick<ClusterEvent, 'topic' | 'level' | 'text' | 'outage' | 'loss' | 'lossCount' | 'subject'>;
type Simple = Partial<Said> & Pick<Said, 'topic' | 'level' | 'text'>;

/** Events that say the same whatever stands in them. */
const fixed: Readonly<Record<string, Simple>> = {
  RUNNING: { topic: 'life-cycle', level: 'info', text: 'the cluster ran' },
  UPSIZE_COMPLETED: { topic: 'resize', level: 'info', text: 'all nodes asked for had come' },
  DRIVER_HEALTHY: { topic: 'driver', level: 'info', text: 'the driver was healthy' },
  METASTORE_DOWN: { topic: 'service', level: 'error', text: 'the metastore was down', outage: 'service' },
  DBFS_DOWN: { topic: 'service', level: 'error', text: 'DBFS was down', outage: 'service' },
  SPARK_EXCEPTION: { topic: 'driver', level: 'error', text: 'the driver threw an exception' },
  AUTOSCALING_STATS_REPORT: { topic: 'resize', level: 'info', text: 'autoscaling reported how much was used' },
  AUTOSCALING_BACKOFF: { topic: 'resize', level: 'warning', text: 'autoscaling held back after failures' },
  AUTOSCALING_FAILED: { topic: 'resize', level: 'error', text: 'autoscaling failed' },
  DECOMMISSION_ENDED: { topic: 'nodes', level: 'info', text: 'a node had handed over its work' },
  FAILED_TO_EXPAND_DISK: { topic: 'disk', level: 'error', text: 'a disk was full and could not be made larger' },
  UC_VOLUME_MISCONFIGURED: { topic: 'service', level: 'warning', text: 'a volume was set up wrongly' },
};

/** Events whose meaning stands in one event alone. */
export function readSimpleEvent(event: DatabricksEvent): Simple {
  const { details, type } = event;
  const known = fixed[type];
  if (known !== undefined) return { ...known, text: withMessage(known.text, details.driver_state_message) };
  switch (type) {
    case 'NODE_BLACKLISTED':
    case 'NODE_EXCLUDED_DECOMMISSIONED':
    case 'DECOMMISSION_STARTED': {
      const host = event.data_plane_event_details?.host_id;
      const failures = event.data_plane_event_details?.executor_failures;
      const after = failures === undefined ? '' : ` after ${failures} failures`;
      const left =
        type === 'DECOMMISSION_STARTED' ? 'was told to hand over its work and leave' : 'was taken out of use';
      return {
        topic: 'nodes',
        level: 'warning',
        text: `a node ${left}${after}`,
        loss: { class: 'decommissioned', confidence: 'certain', because: `its node ${left}` },
        lossCount: 1,
        // An address tells which executor; an id of the platform is known to no event log, and only the time is left.
        subject: host !== undefined && /^\d+(?:\.\d+){3}$/.test(host) ? { host } : { unit: host },
      };
    }
    case 'INIT_SCRIPTS_FINISHED':
      return readInitScripts(event);
    case 'EXPANDED_DISK':
      return {
        topic: 'disk',
        level: 'info',
        text: `a disk was made larger${sizes(details.previous_disk_size, details.disk_size)}`,
      };
    case 'DID_NOT_EXPAND_DISK': {
      const free = details.free_space === undefined ? '' : `, ${formatBytes(details.free_space)} were left`;
      return {
        topic: 'disk',
        level: 'warning',
        text: `${withMessage('a disk was not made larger', details.did_not_expand_reason)}${free}`,
      };
    }
    default:
      return { topic: 'administration', level: 'info', text: `the platform noted ${scrub(type)}` };
  }
}

function readInitScripts({ details }: DatabricksEvent): Simple {
  const runs = [...(details.init_scripts?.cluster ?? []), ...(details.init_scripts?.global ?? [])];
  const failed = runs.filter(({ status = '' }) => /FAIL|TIMEOUT|NOT_EXECUTED/i.test(status));
  const seconds = runs.reduce((sum, run) => sum + run.execution_duration_seconds, 0);
  const took = seconds > 0 ? ` in ${formatDuration(seconds * 1000)}` : '';
  const message = failed.find((run) => run.error_message !== undefined)?.error_message;
  if (failed.length === 0) return { topic: 'init-script', level: 'info', text: `init scripts had run${took}` };
  return { topic: 'init-script', level: 'error', text: withMessage(`an init script failed${took}`, message) };
}

function withMessage(text: string, message: string | undefined): string {
  return message === undefined ? text : `${text}: ${scrub(message)}`;
}

function sizes(fromBytes: number | undefined, toBytes: number | undefined): string {
  return fromBytes === undefined || toBytes === undefined
    ? ''
    : ` from ${formatBytes(fromBytes)} to ${formatBytes(toBytes)}`;
}

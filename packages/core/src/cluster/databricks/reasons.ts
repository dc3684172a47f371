import type { ClusterLevel, LossReading } from '../cluster-event.ts';

/** What a termination or failure code stands for (compute.TerminationReasonCode; 187 values, the rest are shown as they are). */
export interface ReasonReading {
  readonly says: string;
  readonly level: ClusterLevel;
  readonly loss?: LossReading;
}

const spot: LossReading = { class: 'spot', confidence: 'certain', because: 'the cloud took its spot instance back' };
const normal = (says: string): ReasonReading => ({
  says,
  level: 'info',
  loss: { class: 'shutdown', confidence: 'certain', because: `the cluster was ended: ${says}` },
});
const failure = (says: string): ReasonReading => ({ says, level: 'error' });
const noCapacity = failure('the cloud had no such machines left');
const overQuota = failure('the quota of the cloud account was used up');

const readings: Readonly<Record<string, ReasonReading>> = {
  USER_REQUEST: normal('somebody asked for it'),
  JOB_FINISHED: normal('its job had finished'),
  INACTIVITY: normal('nobody had used it'),
  SPOT_INSTANCE_TERMINATION: { says: 'the cloud took spot instances back', level: 'error', loss: spot },
  DRIVER_EVICTION: { says: "the driver's machine was taken back by the cloud", level: 'error', loss: spot },
  CLOUD_PROVIDER_SHUTDOWN: failure('the cloud shut machines down'),
  COMMUNICATION_LOST: failure('the connection to the cluster was lost'),
  DRIVER_OUT_OF_MEMORY: failure('the driver ran out of memory'),
  DRIVER_OUT_OF_DISK: failure('the driver ran out of disk'),
  DRIVER_UNREACHABLE: failure('the driver could not be reached'),
  DRIVER_UNRESPONSIVE: failure('the driver did not respond'),
  DRIVER_UNHEALTHY: failure('the driver was unhealthy'),
  DRIVER_UNEXPECTED_FAILURE: failure('the driver failed'),
  AWS_INSUFFICIENT_INSTANCE_CAPACITY_FAILURE: noCapacity,
  CLOUD_PROVIDER_RESOURCE_STOCKOUT: noCapacity,
  GCP_INSUFFICIENT_CAPACITY: noCapacity,
  AWS_MAX_SPOT_INSTANCE_COUNT_EXCEEDED_FAILURE: overQuota,
  AZURE_QUOTA_EXCEEDED_EXCEPTION: overQuota,
  GCP_QUOTA_EXCEEDED: overQuota,
  IP_EXHAUSTION_FAILURE: failure('the network had no addresses left'),
  INIT_SCRIPT_FAILURE: failure('an init script failed'),
  GLOBAL_INIT_SCRIPT_FAILURE: failure('a global init script failed'),
  BOOTSTRAP_TIMEOUT: failure('machines did not come up in time'),
  CLOUD_PROVIDER_LAUNCH_FAILURE: failure('the cloud could not start machines'),
  SPARK_STARTUP_FAILURE: failure('Spark could not start'),
  SPARK_ERROR: failure('Spark failed'),
};

/** Reads a code; one that is not known is called by its name. */
export function readReason(code: string): ReasonReading {
  return readings[code] ?? { says: code, level: 'warning' };
}

/** Causes of RESIZING (compute.EventDetailsCause, with DBR_AUTOSCALE as newer runtimes write it). */
export function isAutoscaling(cause: string | undefined): boolean {
  return cause?.includes('AUTOSCALE') === true;
}

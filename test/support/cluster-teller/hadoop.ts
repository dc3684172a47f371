import { iso, jsonDocument, type Document, type Scene } from './scene.ts';

// YARN's allocator in the driver's log (wordings of Spark 3.5), `aws emr list-instances`, and entries of Cloud Logging for Dataproc, all by
// what is published. Not captured from clusters.

/** `26/11/21 10:15:34`, as log4j writes it: whole seconds, no zone. */
const stamp = (epochMs: number) => new Date(epochMs).toISOString().slice(2, 19).replaceAll('-', '/').replace('T', ' ');

/** A driver's log on YARN: it asks for the reason, and then loses the executor. */
function driverLog(scene: Scene, reasonOf: (executorId: string, host: string) => string): Document[] {
  const lines = scene.lost.flatMap(({ executorId, host, atMs }) => {
    const reason = reasonOf(executorId, host);
    return [
      `${stamp(atMs)} WARN YarnSchedulerBackend$YarnSchedulerEndpoint: Requesting driver to remove executor ${executorId} for reason ${reason}`,
      `${stamp(atMs)} ERROR YarnScheduler: Lost executor ${executorId} on ${host}: ${reason}`,
    ];
  });
  const all = [`${stamp(scene.startedMs)} INFO SparkContext: Running Spark version 3.5.9`, ...lines];
  return [{ name: 'driver.log', text: `${all.join('\n')}\n` }];
}

export function yarnOverMemory(scene: Scene): Document[] {
  const reason =
    'Container killed by YARN for exceeding physical memory limits. 5.6 GB of 5.5 GB physical memory used. Consider boosting spark.executor.memoryOverhead.';
  return driverLog(scene, () => reason);
}

export function yarnPreempted(scene: Scene): Document[] {
  return driverLog(
    scene,
    (executorId, host) =>
      `Container container_1795224511536_0001_01_00000${executorId} on host: ${host} was preempted.`,
  );
}

/** `ip-127-0-0-4.eu-west-1.compute.internal`, by which AWS calls 127.0.0.4. */
const awsName = (host: string) => `ip-${host.replaceAll('.', '-')}.eu-west-1.compute.internal`;

export function emrInstances(market: 'SPOT' | 'ON_DEMAND', message: string): (scene: Scene) => Document[] {
  return ({ executors, lost, startedMs }) => {
    const Instances = executors.map(({ executorId, host }) => {
      const end = lost.find((each) => each.executorId === executorId);
      return {
        Id: `ci-${executorId}`,
        Ec2InstanceId: `i-0000000${executorId}`,
        PrivateDnsName: awsName(host),
        PrivateIpAddress: host,
        Market: market,
        InstanceGroupId: 'ig-1',
        Status: {
          State: end === undefined ? 'RUNNING' : 'TERMINATED',
          StateChangeReason: end === undefined ? {} : { Code: 'INSTANCE_FAILURE', Message: message },
          Timeline: {
            CreationDateTime: iso(startedMs - 400_000),
            ReadyDateTime: iso(startedMs - 100_000),
            ...(end !== undefined && { EndDateTime: iso(end.atMs) }),
          },
        },
      };
    });
    return [jsonDocument('instances.json', { Instances })];
  };
}

const logEntry = (atMs: number, name: string) => ({
  insertId: `${name}${atMs}`,
  logName: `projects/p/logs/${name}`,
  timestamp: iso(atMs),
  resource: { type: 'cloud_dataproc_cluster', labels: { cluster_name: 'nightly' } },
});

export function dataprocScaleDown({ lost }: Scene): Document[] {
  const entries = lost.map(({ atMs }) => ({
    ...logEntry(atMs - 2_000, 'dataproc.googleapis.com%2Fautoscaler'),
    jsonPayload: {
      '@type': 'type.googleapis.com/google.cloud.dataproc.logging.AutoscalerLog',
      status: { state: 'RECOMMENDING' },
      recommendation: {
        inputs: { currentClusterSize: { primaryWorkerCount: 3 } },
        outputs: { decision: 'SCALE_DOWN', recommendedClusterSize: { primaryWorkerCount: 2 } },
      },
    },
  }));
  return [jsonDocument('autoscaler.json', entries)];
}

/** The lab's hosts are addresses; Compute Engine names machines, so only their name in the event log can match. */
export function computePreempted({ lost }: Scene): Document[] {
  const entries = lost.map(({ atMs, host }) => ({
    ...logEntry(atMs - 15_000, 'cloudaudit.googleapis.com%2Fsystem_event'),
    protoPayload: {
      methodName: 'compute.instances.preempted',
      resourceName: `projects/p/zones/europe-west1-b/instances/${host}`,
    },
  }));
  return [jsonDocument('preempted.json', entries)];
}

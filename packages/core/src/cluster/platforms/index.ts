import { computePreemptions, dataprocAutoscaler } from './dataproc.ts';
import { emrClusters, emrSteps } from './emr-cluster.ts';
import { emrInstances, spotWarnings } from './emr.ts';
import { kubernetesEvents } from './kubernetes-events.ts';
import { kubernetesPods } from './kubernetes-pods.ts';
import type { RecordReader } from './record-reader.ts';
import { yarnAttempts } from './yarn-attempts.ts';
import { yarnApplications } from './yarn.ts';

/** All platforms whose records stand for themselves; the first that recognises one reads it. */
export const recordReaders: readonly RecordReader[] = [
  kubernetesEvents,
  kubernetesPods,
  yarnApplications,
  yarnAttempts,
  emrInstances,
  emrClusters,
  emrSteps,
  spotWarnings,
  dataprocAutoscaler,
  computePreemptions,
];

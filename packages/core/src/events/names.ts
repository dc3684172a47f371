const sqlUi = 'org.apache.spark.sql.execution.ui.';
const scheduler = 'org.apache.spark.scheduler.';
const streaming = 'org.apache.spark.sql.streaming.StreamingQueryListener$';

/** The value of `Event` for what the model is built from. Jackson-written events carry their full class name. */
export const eventNames = {
  logStart: 'SparkListenerLogStart',
  databricksMetadata: 'DBCEventLoggingListenerMetadata',
  applicationStart: 'SparkListenerApplicationStart',
  applicationEnd: 'SparkListenerApplicationEnd',
  environmentUpdate: 'SparkListenerEnvironmentUpdate',
  resourceProfileAdded: 'SparkListenerResourceProfileAdded',
  jobStart: 'SparkListenerJobStart',
  jobEnd: 'SparkListenerJobEnd',
  stageSubmitted: 'SparkListenerStageSubmitted',
  stageCompleted: 'SparkListenerStageCompleted',
  taskStart: 'SparkListenerTaskStart',
  taskEnd: 'SparkListenerTaskEnd',
  executorAdded: 'SparkListenerExecutorAdded',
  executorRemoved: 'SparkListenerExecutorRemoved',
  blockManagerAdded: 'SparkListenerBlockManagerAdded',
  executorExcluded: `${scheduler}SparkListenerExecutorExcluded`,
  executorBlacklisted: `${scheduler}SparkListenerExecutorBlacklisted`,
  nodeExcluded: `${scheduler}SparkListenerNodeExcluded`,
  nodeBlacklisted: `${scheduler}SparkListenerNodeBlacklisted`,
  sqlExecutionStart: `${sqlUi}SparkListenerSQLExecutionStart`,
  sqlExecutionEnd: `${sqlUi}SparkListenerSQLExecutionEnd`,
  sqlAdaptiveUpdate: `${sqlUi}SparkListenerSQLAdaptiveExecutionUpdate`,
  driverAccumUpdates: `${sqlUi}SparkListenerDriverAccumUpdates`,
  queryStarted: `${streaming}QueryStartedEvent`,
  queryProgress: `${streaming}QueryProgressEvent`,
  queryTerminated: `${streaming}QueryTerminatedEvent`,
} as const;
export type HandledEvent = keyof typeof eventNames;

/** Events that are understood and carry nothing the model needs yet: known, but unused. A prefix covers its family. */
const knownUnused = [
  'SparkListenerTaskGettingResult',
  'SparkListenerBlockManagerRemoved',
  'SparkListenerUnpersistRDD',
  'SparkListenerBlockUpdated',
  'SparkListenerExecutorMetricsUpdate',
  'SparkListenerStageExecutorMetrics',
  'SparkListenerSpeculativeTaskSubmitted',
  'SparkListenerUnschedulableTaskSetAdded',
  'SparkListenerUnschedulableTaskSetRemoved',
  `${scheduler}SparkListenerExecutorUnblacklisted`,
  `${scheduler}SparkListenerExecutorUnexcluded`,
  `${scheduler}SparkListenerNodeUnblacklisted`,
  `${scheduler}SparkListenerNodeUnexcluded`,
  `${scheduler}SparkListenerExecutorBlacklistedForStage`,
  `${scheduler}SparkListenerExecutorExcludedForStage`,
  `${scheduler}SparkListenerNodeBlacklistedForStage`,
  `${scheduler}SparkListenerNodeExcludedForStage`,
  `${scheduler}SparkListenerMiscellaneousProcessAdded`,
  `${sqlUi}SparkListenerSQLAdaptiveSQLMetricUpdates`,
  `${streaming}QueryIdleEvent`,
  // Of Spark 2.0.x, in a form that even Spark itself does not read back.
  `${streaming}QueryStarted`,
  `${streaming}QueryProgress`,
  `${streaming}QueryTerminated`,
  // Amazon EMR.
  `${sqlUi}SparkListenerQueryExecutionMetrics`,
  `${sqlUi}SparkListenerEffectiveSQLConf`,
  // Qubole.
  `${scheduler}SparkListenerAMStart`,
  // Data Mechanics, behind the end of the application.
  'DataMechanicsLogComplete',
];
const knownUnusedFamilies = [
  'org.apache.spark.sql.catalyst.catalog.',
  'org.apache.spark.sql.hive.thriftserver.ui.',
  'org.apache.spark.sql.connect.service.',
  'com.nvidia.spark.rapids.',
];

const handledByName = new Map(Object.entries(eventNames).map(([key, name]) => [name as string, key as HandledEvent]));
const unusedNames = new Set(knownUnused);

/** Which handled event a name stands for; `unused` for a known one that the model leaves out; undefined when unknown. */
export function classifyEvent(name: string): HandledEvent | 'unused' | undefined {
  // Which events of the scheduler are written with their package depends on the version and the fork.
  const otherName = name.startsWith(scheduler) ? name.slice(scheduler.length) : `${scheduler}${name}`;
  const handled = handledByName.get(name) ?? handledByName.get(otherName);
  if (handled !== undefined) return handled;
  if (unusedNames.has(name) || unusedNames.has(otherName)) return 'unused';
  return knownUnusedFamilies.some((prefix) => name.startsWith(prefix)) ? 'unused' : undefined;
}

/** Whether this is the name of a task's start or end, the events that are read in bulk. */
export function isTaskEvent(name: unknown): boolean {
  return name === eventNames.taskStart || name === eventNames.taskEnd;
}

/**
 * Task events are nine tenths of a log, so they are not validated by a schema: this decoder reads the parsed line field by
 * field into one record that is reused for every task. Wrong types count as absent, like everywhere else.
 */

/** `Reason` of the task end; the order is the code that columns keep. */
export const taskEndReasons = [
  'Success',
  'ExceptionFailure',
  'FetchFailed',
  'ExecutorLostFailure',
  'TaskKilled',
  'TaskCommitDenied',
  'TaskResultLost',
  'UnknownReason',
  /** Ours: started, and the log holds no end. */
  'Unfinished',
] as const;
export type TaskEndReason = (typeof taskEndReasons)[number];

/** What the metrics of a task end tell; units are in the names. */
export const taskMetricFields = [
  'executorDeserializeMs',
  'executorDeserializeCpuNs',
  'executorRunMs',
  'executorCpuNs',
  'peakExecutionMemoryBytes',
  'resultSizeBytes',
  'jvmGcMs',
  'resultSerializationMs',
  'memoryBytesSpilled',
  'diskBytesSpilled',
  'shuffleRemoteBlocksFetched',
  'shuffleLocalBlocksFetched',
  'shuffleFetchWaitMs',
  'shuffleRemoteBytesRead',
  'shuffleRemoteBytesReadToDisk',
  'shuffleLocalBytesRead',
  'shuffleRecordsRead',
  'shuffleRemoteRequestsMs',
  'shuffleBytesWritten',
  'shuffleWriteNs',
  'shuffleRecordsWritten',
  'inputBytes',
  'inputRecords',
  'outputBytes',
  'outputRecords',
  'peakJvmHeapBytes',
] as const;

/** The numbers of one task end. Times of day are epoch ms. */
export const taskNumberFields = [
  'taskId',
  'stageId',
  'stageAttemptId',
  'index',
  'attempt',
  'partitionId',
  'launchEpochMs',
  'finishEpochMs',
  'gettingResultEpochMs',
  'speculative',
  ...taskMetricFields,
] as const;
export type TaskNumberField = (typeof taskNumberFields)[number];

/** One decoded task start or end. Fields absent from the line are 0, or -1 for the partition. */
export interface TaskRecord extends Record<TaskNumberField, number> {
  executorId: string;
  host: string;
  locality: string;
  /** `Resubmitted` is not the end of a run: it says that the finished output of this task was lost. */
  reason: TaskEndReason | 'Resubmitted';
  /** What went wrong in one line: exception class and message, kill reason, loss reason; empty on success. */
  failure: string;
  /** Spark's verdict on a lost executor; true also where the log does not say. */
  exitCausedByApp: boolean;
  hasMetrics: boolean;
}

export function newTaskRecord(): TaskRecord {
  const numbers = Object.fromEntries(taskNumberFields.map((field) => [field, 0])) as Record<TaskNumberField, number>;
  return {
    ...numbers,
    executorId: '',
    host: '',
    locality: '',
    reason: 'UnknownReason',
    failure: '',
    exitCausedByApp: true,
    hasMetrics: false,
  };
}

type Json = Readonly<Record<string, unknown>>;
const nothing: Json = Object.freeze({});

function objectAt(parent: Json, key: string): Json {
  const value = parent[key];
  return typeof value === 'object' && value !== null ? (value as Json) : nothing;
}

function numberAt(parent: Json, key: string, otherwise = 0): number {
  const value = parent[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function textAt(parent: Json, key: string): string {
  const value = parent[key];
  return typeof value === 'string' ? value : '';
}

/** Reads `Stage ID`, attempt and `Task Info`, which starts and ends share; false when a needed part is missing. */
export function decodeTaskStart(event: Json, into: TaskRecord): boolean {
  const info = objectAt(event, 'Task Info');
  if (typeof event['Stage ID'] !== 'number' || typeof info['Task ID'] !== 'number') return false;
  into.stageId = event['Stage ID'];
  into.stageAttemptId = numberAt(event, 'Stage Attempt ID');
  into.taskId = info['Task ID'];
  into.index = numberAt(info, 'Index');
  into.attempt = numberAt(info, 'Attempt', 1);
  into.partitionId = numberAt(info, 'Partition ID', -1);
  into.launchEpochMs = numberAt(info, 'Launch Time');
  into.finishEpochMs = numberAt(info, 'Finish Time');
  into.gettingResultEpochMs = numberAt(info, 'Getting Result Time');
  into.speculative = info.Speculative === true ? 1 : 0;
  into.executorId = textAt(info, 'Executor ID');
  into.host = textAt(info, 'Host');
  into.locality = textAt(info, 'Locality');
  return true;
}

/** Reads a whole task end. Failed tasks of Spark 1.x carry their metrics under the end reason. */
export function decodeTaskEnd(event: Json, into: TaskRecord): boolean {
  if (!decodeTaskStart(event, into)) return false;
  const end = objectAt(event, 'Task End Reason');
  decodeEndReason(end, objectAt(event, 'Task Info'), into);
  const metrics = objectAt(event, 'Task Metrics');
  decodeMetrics(metrics === nothing ? objectAt(end, 'Metrics') : metrics, into);
  into.peakJvmHeapBytes = numberAt(objectAt(event, 'Task Executor Metrics'), 'JVMHeapMemory');
  return true;
}

function decodeEndReason(end: Json, info: Json, into: TaskRecord): void {
  const reason = textAt(end, 'Reason');
  into.exitCausedByApp = end['Exit Caused By App'] !== false;
  into.reason =
    reason === 'Resubmitted'
      ? 'Resubmitted'
      : (taskEndReasons.find((known) => known === reason && known !== 'Unfinished') ??
        (info.Killed === true ? 'TaskKilled' : 'UnknownReason'));
  into.failure = describeFailure(into.reason, end);
}

function describeFailure(reason: TaskRecord['reason'], end: Json): string {
  switch (reason) {
    case 'Success':
    case 'Resubmitted':
      return '';
    case 'ExceptionFailure': {
      const [firstLine = ''] = textAt(end, 'Description').split('\n', 1);
      return `${textAt(end, 'Class Name')}: ${firstLine}`;
    }
    case 'FetchFailed':
      return textAt(end, 'Message').split('\n', 1)[0] ?? '';
    case 'TaskKilled':
      return textAt(end, 'Kill Reason');
    case 'ExecutorLostFailure':
      return textAt(end, 'Loss Reason').trim();
    default:
      return reason;
  }
}

function decodeMetrics(metrics: Json, into: TaskRecord): void {
  into.hasMetrics = metrics !== nothing;
  into.executorDeserializeMs = numberAt(metrics, 'Executor Deserialize Time');
  into.executorDeserializeCpuNs = numberAt(metrics, 'Executor Deserialize CPU Time');
  into.executorRunMs = numberAt(metrics, 'Executor Run Time');
  into.executorCpuNs = numberAt(metrics, 'Executor CPU Time');
  into.peakExecutionMemoryBytes = numberAt(metrics, 'Peak Execution Memory');
  into.resultSizeBytes = numberAt(metrics, 'Result Size');
  into.jvmGcMs = numberAt(metrics, 'JVM GC Time');
  into.resultSerializationMs = numberAt(metrics, 'Result Serialization Time');
  into.memoryBytesSpilled = numberAt(metrics, 'Memory Bytes Spilled');
  into.diskBytesSpilled = numberAt(metrics, 'Disk Bytes Spilled');
  const read = objectAt(metrics, 'Shuffle Read Metrics');
  into.shuffleRemoteBlocksFetched = numberAt(read, 'Remote Blocks Fetched');
  into.shuffleLocalBlocksFetched = numberAt(read, 'Local Blocks Fetched');
  into.shuffleFetchWaitMs = numberAt(read, 'Fetch Wait Time');
  into.shuffleRemoteBytesRead = numberAt(read, 'Remote Bytes Read');
  into.shuffleRemoteBytesReadToDisk = numberAt(read, 'Remote Bytes Read To Disk');
  into.shuffleLocalBytesRead = numberAt(read, 'Local Bytes Read');
  into.shuffleRecordsRead = numberAt(read, 'Total Records Read');
  into.shuffleRemoteRequestsMs = numberAt(read, 'Remote Requests Duration');
  const write = objectAt(metrics, 'Shuffle Write Metrics');
  into.shuffleBytesWritten = numberAt(write, 'Shuffle Bytes Written');
  into.shuffleWriteNs = numberAt(write, 'Shuffle Write Time');
  into.shuffleRecordsWritten = numberAt(write, 'Shuffle Records Written');
  const input = objectAt(metrics, 'Input Metrics');
  into.inputBytes = numberAt(input, 'Bytes Read');
  into.inputRecords = numberAt(input, 'Records Read');
  const output = objectAt(metrics, 'Output Metrics');
  into.outputBytes = numberAt(output, 'Bytes Written');
  into.outputRecords = numberAt(output, 'Records Written');
}

export { AppError, type AppErrorCode } from './util/app-error.ts';
export { memorySource, type ByteSource } from './ingest/byte-source.ts';
export { CodecError, type CodecErrorKind } from './ingest/codecs/codec.ts';
export {
  decodeSource,
  makeDecodeProgress,
  prepareCodecs,
  type DecodeOptions,
  type DecodeProgress,
} from './ingest/decode.ts';
export { fetchLines } from './ingest/fetch-lines.ts';
export { isDriverId } from './events/executor.ts';
export { groupLogs, type GroupedLogs, type Refusal } from './ingest/group-logs.ts';
export type { LogInput, LogLayout, LogPart } from './ingest/log-input.ts';
export type { StoredFile } from './ingest/stored-file.ts';
export { type OpenRandomAccess, type RandomAccess } from './ingest/archives/random-access.ts';
export { listTar, type TarListing } from './ingest/archives/tar.ts';
export { listZip } from './ingest/archives/zip.ts';
export { readApplications, readLog, type ReadOptions } from './model/read-log.ts';
export type { ApplicationModel } from './model/application-model.ts';
export { findingKinds } from './detectors/index.ts';
export { readClusterFiles, type ClusterInput, type ReadClusterOptions } from './cluster/read-cluster-files.ts';
export type { ClusterStory } from './cluster/cluster-story.ts';
export { clusterSources, type ClusterSource } from './cluster/cluster-event.ts';
export { analyse, type AnalyseOptions } from './result/build-result.ts';
export { redactionKinds, Redactor, type RedactionKind } from './result/redact/redactor.ts';
export { looksLikeResult, readResults, resultElementId } from './result/read-result.ts';
export { resultSchema, resultSchemaVersion, type Result, type ResultFinding } from './result/schema.ts';
export { wallClockLabels, type WallClockLabel } from './derive/labels.ts';
export type { ReadProgress } from './model/read-log.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatMeasure,
  formatOffset,
  formatShare,
  formatUtc,
  plural,
} from './util/format.ts';

export { AppError, type AppErrorCode } from './util/app-error.ts';
export { memorySource, type ByteSource } from './ingest/byte-source.ts';
export type { LogInput, LogLayout, LogPart } from './ingest/log-input.ts';
export { readLog, type ReadOptions } from './model/read-log.ts';
export type { ApplicationModel } from './model/application-model.ts';
export { analyse, type AnalyseOptions } from './result/build-result.ts';
export { resultSchema, resultSchemaVersion, type Result, type ResultFinding } from './result/schema.ts';
export { wallClockLabels, type WallClockLabel } from './derive/labels.ts';
export { decodeSource, makeDecodeProgress, prepareCodecs, type DecodeOptions } from './ingest/decode.ts';
export type { ReadProgress } from './model/read-log.ts';
export {
  formatBytes,
  formatCount,
  formatDuration,
  formatOffset,
  formatShare,
  formatUtc,
  plural,
} from './util/format.ts';

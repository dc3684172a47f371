export { AppError, type AppErrorCode } from './util/app-error.ts';
export { memorySource, type ByteSource } from './ingest/byte-source.ts';
export type { LogInput, LogLayout, LogPart } from './ingest/log-input.ts';

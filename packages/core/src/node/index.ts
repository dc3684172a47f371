export { fileSource, standardInputSource } from './file-source.ts';
export {
  findClusterFiles,
  findDeliveredFiles,
  type ClusterPath,
  type FoundClusterFiles,
} from './find-cluster-files.ts';
export { scanThreads, type ScanThreadsOptions } from './scan-threads.ts';
export { readBundle } from './read-bundle.ts';
export { findLogs, type FoundLogs } from './find-logs.ts';
export {
  type Download,
  downloadFromHistoryServer,
  type DownloadOptions,
  isHistoryServerAddress,
} from './history-server.ts';

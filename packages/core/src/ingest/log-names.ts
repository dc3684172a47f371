/**
 * What the names of log files say. Facts: Spark's EventLogFileWriters and EventLogFileReaders; Databricks' delivered
 * trees. Names are hints only: how a file is packed is always read off its bytes.
 */
export type LogFileName =
  /** A part of a rolling log: `events_<index>_<base>[.<codec>][.compact][.inprogress]`. */
  | {
      readonly kind: 'events';
      readonly base: string;
      readonly index: number;
      readonly compacted: boolean;
      readonly inProgress: boolean;
    }
  /** The empty marker beside those parts: `appstatus_<base>[.inprogress]`. */
  | { readonly kind: 'appstatus'; readonly base: string; readonly inProgress: boolean }
  /** A part as Databricks delivers it: `eventlog`, or older ones with `rolledAt` in the name. */
  | { readonly kind: 'databricks'; readonly rolledAt: string | undefined }
  /** Part of the folder that Spark 1.2 and before wrote; `text` is what follows in the name: number, version, codec. */
  | { readonly kind: 'old-folder'; readonly part: 'events' | 'version' | 'codec' | 'complete'; readonly text: string }
  /** Known by its name to be no log: hidden files, checksums, success markers. */
  | { readonly kind: 'clutter' }
  /** Anything else, perhaps a log in a single file: `<base>[.<codec>][.inprogress]`. */
  | SingleLogName;

/** See {@link LogFileName}. */
interface SingleLogName {
  readonly kind: 'single';
  readonly base: string;
  /** Set where the base has the shape of an application id. */
  readonly applicationId: string | undefined;
  /** Set where the cluster manager numbers attempts (YARN in cluster mode). */
  readonly attempt: string | undefined;
  readonly codec: string | undefined;
  readonly inProgress: boolean;
}

const inProgressSuffix = '.inprogress';
const rollingFolderPrefix = 'eventlog_v2_';
const applicationId =
  /^(application_\d+_\d+|app-\d{14}-\d{4,}|spark-(?:application-\d+|[0-9a-f]{32})|local-\d+)(?:_([0-9a-z]+))?$/i;
const rollingPart = /^events_(\d+)_([^.]*)(?:\.(?!compact)[^.]+)?(\.compact)?$/;
const databricksPart = /^eventlog(?:-(\d{4}-\d{2}-\d{2}--\d{2}-\d{2}(?:-\d{2})?))?(?:\.(?:gz|json|log|txt|zst|zstd))?$/;
const oldFolderParts = {
  events: /^EVENT_LOG_(\d+)$/,
  version: /^SPARK_VERSION_(.*)$/,
  codec: /^COMPRESSION_CODEC_(.*)$/,
  complete: /^APPLICATION_COMPLETE()$/,
} as const;
const clutter = /^[._]|\.crc$|~$/;

/** Reads the last component of a path. */
export function parseLogFileName(fileName: string): LogFileName {
  for (const part of ['events', 'version', 'codec', 'complete'] as const) {
    const text = oldFolderParts[part].exec(fileName)?.[1];
    if (text !== undefined) return { kind: 'old-folder', part, text };
  }
  if (clutter.test(fileName)) return { kind: 'clutter' };
  const inProgress = fileName.endsWith(inProgressSuffix);
  const name = inProgress ? fileName.slice(0, -inProgressSuffix.length) : fileName;

  const part = rollingPart.exec(name);
  if (part !== null)
    return {
      kind: 'events',
      base: part[2] ?? '',
      index: Number(part[1]),
      compacted: part[3] !== undefined,
      inProgress,
    };
  if (name.startsWith('appstatus_')) return { kind: 'appstatus', base: name.slice('appstatus_'.length), inProgress };
  const delivered = databricksPart.exec(name);
  if (delivered !== null) return { kind: 'databricks', rolledAt: delivered[1] };

  const dot = name.indexOf('.');
  const base = dot < 0 ? name : name.slice(0, dot);
  const id = applicationId.exec(base);
  return {
    kind: 'single',
    base,
    applicationId: id?.[1],
    attempt: id?.[2],
    codec: dot < 0 ? undefined : name.slice(name.lastIndexOf('.') + 1),
    inProgress,
  };
}

/** The base in the name of a rolling log's folder, `eventlog_v2_<base>`. */
export function parseRollingFolderName(folderName: string): string | undefined {
  return folderName.startsWith(rollingFolderPrefix) ? folderName.slice(rollingFolderPrefix.length) : undefined;
}

/** Whether a file may be left unread only with a complaint: its name is one that Spark gives to logs. */
export function isNamedLikeALog(name: LogFileName): boolean {
  if (name.kind === 'single') return name.applicationId !== undefined || name.inProgress;
  return name.kind === 'events' || name.kind === 'databricks';
}

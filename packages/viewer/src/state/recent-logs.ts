import { keepHandle, keepOnlyHandles } from './file-handles.ts';

/** A log that was opened here before. Nothing of what it holds is remembered. */
export interface RecentLog {
  readonly name: string;
  readonly sizeBytes: number;
}

const key = 'cinderlog-recent';
const mostRemembered = 5;

/** What was opened last, the latest first; storage is refused to some pages, and anything may stand in it. */
export function readRecentLogs(): readonly RecentLog[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isRecentLog) : [];
  } catch {
    return [];
  }
}

function isRecentLog(value: unknown): value is RecentLog {
  if (typeof value !== 'object' || value === null) return false;
  const { name, sizeBytes } = value as Partial<RecentLog>;
  return typeof name === 'string' && typeof sizeBytes === 'number';
}

/** Remembers a log, and where the browser can, the place where it lies. */
export async function rememberLog(log: RecentLog, handle?: FileSystemHandle): Promise<void> {
  const others = readRecentLogs().filter(({ name }) => name !== log.name);
  write([log, ...others].slice(0, mostRemembered));
  if (handle !== undefined) await keepHandle({ name: log.name, handle });
  await forgetOtherPlaces();
}

export async function forgetLogs(): Promise<void> {
  write([]);
  await forgetOtherPlaces();
}

/** Asked last by whatever changes something, so that no place outlives its name, however the steps of two changes fall. */
async function forgetOtherPlaces(): Promise<void> {
  await keepOnlyHandles(readRecentLogs().map(({ name }) => name));
}

function write(logs: readonly RecentLog[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(logs));
  } catch {
    // Then nothing is remembered.
  }
}

/** A log that was opened here before. No more of it is remembered: to open it again, it has to be chosen again. */
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

export function rememberLog(log: RecentLog): void {
  const others = readRecentLogs().filter(({ name }) => name !== log.name);
  write([log, ...others].slice(0, mostRemembered));
}

export function forgetLogs(): void {
  write([]);
}

function write(logs: readonly RecentLog[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(logs));
  } catch {
    // Then nothing is remembered.
  }
}

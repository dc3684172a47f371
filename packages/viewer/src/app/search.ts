import uFuzzy from '@leeoniya/ufuzzy';
import type { RunIndex } from '@cinderlog/core';
import type { Selection } from '../state/selection.ts';
import type { RunNames } from '../timeline/run-names.ts';

/** Something that search can find. */
export interface SearchEntry {
  readonly kind: string;
  readonly text: string;
  readonly selection: Selection;
}

/** Prefixes that narrow a search: `stage:12`, `exec:3`, `host:worker-1`. */
const kinds: Readonly<Record<string, string>> = {
  finding: 'finding',
  stage: 'stage',
  job: 'job',
  query: 'query',
  sql: 'query',
  exec: 'executor',
  executor: 'executor',
  host: 'executor',
  batch: 'batch',
};
const mostFound = 60;

export function searchEntries(index: RunIndex, names: RunNames): SearchEntry[] {
  const { result } = index;
  return [
    ...result.findings.map(({ title }, i) => ({
      kind: 'finding',
      text: title,
      selection: { kind: 'finding', index: i } as const,
    })),
    ...result.stages.map((_, i) => ({
      kind: 'stage',
      text: names.stage(i),
      selection: { kind: 'stage', index: i } as const,
    })),
    ...result.jobs.map((_, i) => ({ kind: 'job', text: names.job(i), selection: { kind: 'job', index: i } as const })),
    ...result.sqlExecutions.map((_, i) => ({
      kind: 'query',
      text: names.sql(i),
      selection: { kind: 'sql', index: i } as const,
    })),
    ...result.executors.map(({ id, host }) => ({
      kind: 'executor',
      text: `executor ${id} · ${host}`,
      selection: { kind: 'executor', id } as const,
    })),
    ...index.batches.map((_, i) => ({
      kind: 'batch',
      text: names.batch(i),
      selection: { kind: 'batch', index: i } as const,
    })),
  ];
}

const fuzzy = new uFuzzy();

/** The entries that fit, best first; the prefix of a kind narrows, a number behind it must be the number itself. */
export function search(entries: readonly SearchEntry[], text: string): SearchEntry[] {
  const [, prefix = '', rest = ''] = /^\s*(\w+):\s*(.*)$/.exec(text) ?? [];
  const kind = kinds[prefix.toLowerCase()];
  const pool = kind === undefined ? entries : entries.filter((entry) => entry.kind === kind);
  const wanted = (kind === undefined ? text : rest).trim();
  if (wanted === '') return pool.slice(0, mostFound);
  if (kind !== undefined && /^\d+$/.test(wanted)) {
    const exact = pool.filter((entry) => new RegExp(`^${kind} ${wanted}\\b`).test(entry.text));
    if (exact.length > 0) return exact.slice(0, mostFound);
  }
  const haystack = pool.map((entry) => entry.text);
  const [found, info, order] = fuzzy.search(haystack, wanted, 1, 1000);
  if (found === null) return [];
  const places = order === null ? found : order.map((i) => info.idx[i] ?? 0);
  return places.slice(0, mostFound).flatMap((place) => pool[place] ?? []);
}

import type { Result } from '@cinderlog/core';
import { findTrends } from './trend.ts';
import { wasteRatio } from './waste.ts';

/** What several applications can be sorted by. Numbers go from large to small, names and times the way they are read. */
export const sortKeys = ['cost', 'duration', 'name', 'start', 'trend', 'waste'] as const;
export type SortKey = (typeof sortKeys)[number];

/** In the order asked for; as they were found without one. */
export function sortApplications<T extends { readonly result: Result }>(
  applications: readonly T[],
  key?: SortKey,
): T[] {
  if (key === undefined) return [...applications];
  if (key === 'name') {
    const nameOf = ({ result }: T) => result.application.name ?? result.application.log;
    return applications.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  }
  const trends = findTrends(applications.map(({ result }) => result));
  const valueOf = (result: Result): number => {
    switch (key) {
      case 'cost':
        return result.findings.reduce(
          (most, { cost, severity }) => Math.max(most, severity === 'info' ? 0 : cost.wallClockMs),
          0,
        );
      case 'duration':
        return result.application.durationMs;
      case 'start':
        return -result.application.startMs;
      case 'trend':
        return trends.get(result) ?? -Infinity;
      case 'waste':
        return wasteRatio(result) ?? -Infinity;
    }
  };
  const values = new Map(applications.map((application) => [application, valueOf(application.result)]));
  const of = (application: T): number => values.get(application) ?? -Infinity;
  return applications.toSorted((a, b) => (of(a) === of(b) ? 0 : of(b) - of(a)));
}

import { addPlans } from '@cinderlog/core';
import type { Application } from './applications.ts';

/** Nodes of plans that a page holds of all its runs, those of the longest queries first: a megabyte or so before packing. */
const mostPlanNodes = 6_000;

/** The applications with plans for a page in one file. Their logs are read again; one that came through a pipe is gone by now. */
export async function addPagePlans(applications: readonly Application[]): Promise<Application[]> {
  const mostNodes = Math.floor(mostPlanNodes / Math.max(1, applications.length));
  const withPlans: Application[] = [];
  for (const application of applications) {
    const { log, place, result } = application;
    const isThere = log !== undefined && log.isStream !== true && result.sqlExecutions.length > 0;
    withPlans.push(isThere ? await addPlans(application, { input: log, application: place }, mostNodes) : application);
  }
  return withPlans;
}

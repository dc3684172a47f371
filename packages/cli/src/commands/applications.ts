import { analyse, makeRunPage, type LogInput, type RunPage } from '@cinderlog/core';
import type { Making } from './read-inputs.ts';

/** One application, with the log that it was read from; a report that was read back has none. */
export interface Application extends RunPage {
  readonly log: LogInput | undefined;
  /** Which of the applications in the log. */
  readonly place: number;
}

/** Spans per lane that a page holds. Beyond it a lane is summed up; a page of usual size has room for so many. */
const mostSpans = 120_000;

const fromReport = async (text: string, path: string): Promise<readonly Application[]> => {
  const { readReport } = await import('./read-report.ts');
  return (await readReport(text, path)).map((run) => ({ ...run, log: undefined, place: 0 }));
};

/** For reports that show the result alone. */
export const plainApplications: Making<Application> = {
  fromModel: (model, log, options, place) => ({ result: analyse(model, log.name, options), log, place }),
  fromReport,
  taskDetails: false,
};

/** For pages in one file. */
export const pageApplications: Making<Application> = {
  fromModel: (model, log, options, place) => ({ ...makeRunPage(model, log.name, mostSpans, options), log, place }),
  fromReport,
  // The lanes of tasks are made from them.
  taskDetails: true,
};

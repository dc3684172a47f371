import { compareRuns, type Comparison } from '../compare/compare-runs.ts';
import { AppError } from '../util/app-error.ts';
import type { RunView } from './run-view.ts';

/** What is different in `fresh`, compared with `known`. */
export function compareViews(known: RunView, fresh: RunView): Comparison {
  const summaries = [known, fresh].map((run) => {
    const summary = run.summarise?.();
    if (summary === undefined) throw new AppError('usage', 'A run that was packed into a page cannot be compared.');
    return [summary];
  });
  return compareRuns(summaries[0] ?? [], summaries[1] ?? []);
}

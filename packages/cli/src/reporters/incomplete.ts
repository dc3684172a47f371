import type { Result } from '@cinderlog/core';

/** Whether anything of the run is missing in the log, so that times and counts may be too low. */
export function isIncomplete({ quality }: Result): boolean {
  return quality.trust.level !== 'complete';
}

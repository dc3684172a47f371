import { plural, type Result } from '@cinderlog/core';

/** What ran the tasks: so many executors, or the driver itself in local mode. */
export function whereItRan({ executors }: Result): string {
  const workers = executors.filter(({ id }) => id !== 'driver').length;
  return workers === 0 && executors.length > 0 ? 'the driver alone (local mode)' : plural(workers, 'executor');
}

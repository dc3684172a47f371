import type { LogPlace } from '../../model/application-model.ts';
import { joinWords } from '../../util/format.ts';
import { groupBy } from '../../util/group-by.ts';
import type { Evidence } from '../types.ts';

/** What Spark wrote when an executor ended. */
interface EndOfExecutor {
  readonly id: string;
  readonly reason: string;
  readonly place: LogPlace | undefined;
}

/** Up to so many are told one by one, and named where one reason is told for more. */
const mostNamed = 5;

/** The reasons in Spark's words, with their places in the log; the same reason of many executors once. */
export function reasonEvidence(ends: readonly EndOfExecutor[]): Evidence[] {
  const groups =
    ends.length <= mostNamed ? ends.map((end) => [end]) : [...groupBy(ends, ({ reason }) => reason).values()];
  return groups.flatMap((group): Evidence[] => {
    const [first] = group;
    if (first === undefined) return [];
    const ids = joinWords(
      group.map(({ id }) => id),
      mostNamed,
    );
    return [
      {
        name: `removal reason of ${group.length === 1 ? 'executor' : 'executors'} ${ids}`,
        value: first.reason,
        ...(first.place && { place: first.place }),
      },
    ];
  });
}

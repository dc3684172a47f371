import type { StreamingRun } from '../model/application-model.ts';
import { groupBy } from '../util/group-by.ts';
import { plural } from '../util/format.ts';
import { thrownIn } from '../util/thrown.ts';
import { streamName } from './shared/about-stream.ts';
import type { Detector, Finding } from './types.ts';

/** Exceptions are pages long; the first line names them. */
const mostMessageChars = 300;

/** Streaming queries that ended with an exception, or had to be started again. */
export const streamFailed: Detector = {
  id: 'stream-failed',
  title: 'Streams that failed or were restarted',
  detect({ model }) {
    return [...groupBy(model.streamingRuns, (run) => run.id).values()].flatMap((runs) => {
      const failed = runs.filter((run) => run.exception !== undefined);
      return failed.length === 0 && runs.length < 2 ? [] : [toFinding(runs, failed)];
    });
  },
};

function toFinding(runs: readonly StreamingRun[], failed: readonly StreamingRun[]): Finding {
  const ordered = [...runs].sort((a, b) => a.startMs - b.startMs);
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) throw new Error('a query has runs');
  // While none of its runs was open, its results came no further.
  const downMs = ordered
    .slice(1)
    .reduce((sum, run, index) => sum + Math.max(0, run.startMs - (ordered[index]?.endMs ?? 0)), 0);
  const name = streamName(first);
  const restarts = runs.length - 1;
  const stayedDown = last.exception !== undefined;
  return {
    id: `stream-failed:${first.id}`,
    kind: 'stream-failed',
    severity: stayedDown ? 'critical' : failed.length > 0 ? 'warning' : 'info',
    title: `Streaming query ${name} ${failed.length === 0 ? 'was restarted' : `failed ${failed.length === 1 ? 'once' : plural(failed.length, 'time')}`}${restarts > 0 ? ` and was started ${plural(runs.length, 'time')}` : ''}${stayedDown ? '; it did not come back' : ''}`,
    cause: {
      class: failed.length === 0 ? 'restart' : 'exception',
      confidence: 'certain',
      because:
        failed.length === 0
          ? 'the log has several runs of one query'
          : `its end in the log carries an exception: ${messageOf(failed.at(-1)?.exception ?? '')}`,
      ruledOut: [],
    },
    subjects: [],
    ranges: ordered.map(({ startMs, endMs }) => ({ startMs, endMs })),
    cost: { wallClockMs: Math.round(downMs), coreMs: 0, basis: 'interval' },
    evidence: [
      ...[...groupBy(failed, (run) => messageOf(run.exception ?? ''))].slice(0, 3).map(([message, alike]) => ({
        name: `exception of run ${alike[0]?.runId ?? ''}${alike.length > 1 ? `, and of ${plural(alike.length - 1, 'more run')}` : ''}`,
        value: message,
      })),
      { name: 'runs', value: runs.length, unit: 'runs' },
      ...(downMs > 0 ? [{ name: 'not running in between', value: downMs, unit: 'ms' }] : []),
    ],
    advice: [
      {
        text: 'Read the exception; a batch that fails is tried again from its checkpoint, and fails again until its cause is gone.',
      },
    ],
  };
}

function messageOf(exception: string): string {
  return thrownIn(exception) ?? exception.trim().split('\n')[0]?.slice(0, mostMessageChars) ?? '';
}

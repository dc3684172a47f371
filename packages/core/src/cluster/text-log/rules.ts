import { formatDuration } from '../../util/format.ts';
import type { ClusterEvent, LossReading } from '../cluster-event.ts';
import { scrub } from '../scrub.ts';

/** Whose log a line stands in, as far as the lines before it told. */
export interface Teller {
  readonly isExecutor: boolean;
  readonly executorId: string | undefined;
  readonly host: string | undefined;
}

type Said = Partial<ClusterEvent> & Pick<ClusterEvent, 'topic' | 'level' | 'text'>;

/** One kind of line. `literal` finds it in the bytes; `pattern` reads it. */
export interface TextRule {
  readonly type: string;
  readonly literal: string;
  readonly pattern: RegExp;
  /** Nothing when the line turns out to say nothing here. Lasting things give their length in milliseconds. */
  say(match: RegExpExecArray, teller: Teller): (Said & { readonly durationMs?: number }) | undefined;
}

/** Shorter pauses are what garbage collection usually takes; a second is felt by heartbeats and users. */
export const longPauseMs = 1_000;

const ofExecutor = (executorId: string | undefined, host?: string) => ({ executorId, host });

function outOfMemory(because: string): LossReading {
  return { class: 'out-of-memory', confidence: 'certain', because };
}

/** The lines that Spark, the JVM, YARN and the kernel write; wordings of Spark 2.4 to 4.1. First match wins. */
export const textRules: readonly TextRule[] = [
  {
    type: 'lost-executor',
    literal: 'Lost executor ',
    pattern: /Lost executor (\w+) on ([^\s:]+): (.*)/,
    say: ([, id, host, reason = '']) => ({
      topic: 'executor',
      level: 'error',
      text: `executor ${id ?? ''} was lost: ${scrub(reason)}`,
      subject: ofExecutor(id, host),
      anchor: { executorId: id ?? '', what: 'removed' },
    }),
  },
  {
    type: 'registered-executor',
    literal: 'Registered executor ',
    pattern: /Registered executor .*?\(([^()\s]+?):\d+\)\)? with ID (\w+)/,
    say: ([, host, id]) => ({
      topic: 'executor',
      level: 'info',
      text: `executor ${id ?? ''} registered with the driver`,
      subject: ofExecutor(id, host),
      anchor: { executorId: id ?? '', what: 'added' },
    }),
  },
  {
    type: 'heartbeat-timeout',
    literal: 'with no recent heartbeats',
    pattern: /Removing executor (\w+) with no recent heartbeats: (\d+) ms exceeds timeout (\d+) ms/,
    say: ([, id, silentMs, limitMs]) => ({
      topic: 'executor',
      level: 'error',
      text: `executor ${id ?? ''} had sent no heartbeat for ${formatDuration(Number(silentMs))} (limit ${formatDuration(Number(limitMs))})`,
      subject: ofExecutor(id),
      loss: {
        class: 'heartbeat-lost',
        confidence: 'certain',
        because: `it had sent no heartbeat for ${formatDuration(Number(silentMs))}`,
      },
    }),
  },
  {
    type: 'heartbeat-failed',
    literal: 'unable to send heartbeats to driver',
    pattern: /Exit as unable to send heartbeats to driver more than (\d+) times/,
    say: ([, times], teller) => ({
      topic: 'executor',
      level: 'error',
      text: `the executor gave up after ${times ?? 'many'} heartbeats that did not reach the driver`,
      subject: teller,
      loss: { class: 'heartbeat-lost', confidence: 'certain', because: 'it gave up: no heartbeat reached the driver' },
    }),
  },
  {
    type: 'idle-timeout',
    literal: 'removed due to idle timeout',
    pattern: /Executors? ([\w, ]+?) removed due to idle timeout/,
    say: ([, ids = '']) => ({
      topic: 'resize',
      level: 'info',
      text: `dynamic allocation removed executor ${ids} for standing idle`,
      subject: ofExecutor(/^\w+$/.test(ids) ? ids : undefined),
      loss: { class: 'autoscaling', confidence: 'certain', because: 'dynamic allocation removed it for standing idle' },
    }),
  },
  {
    type: 'dropped-events',
    literal: 'Dropped \\d+ events from',
    pattern: /Dropped (\d+) events from (\w+) since/,
    say: ([, dropped, queue]) => ({
      topic: 'dropped-events',
      level: queue === 'eventLog' ? 'error' : 'warning',
      text: `the driver dropped ${dropped ?? ''} events of queue ${queue ?? ''}${queue === 'eventLog' ? ', so they are missing in the event log' : ''}`,
    }),
  },
  {
    type: 'dropping-events',
    literal: 'Dropping event from queue',
    pattern: /Dropping event from queue (\w+)/,
    say: ([, queue]) => ({
      topic: 'dropped-events',
      level: queue === 'eventLog' ? 'error' : 'warning',
      text: `the driver began to drop events of queue ${queue ?? ''}`,
    }),
  },
  {
    type: 'container-over-memory',
    literal: 'exceeding (?:physical |virtual )?memory limits',
    pattern:
      /(?:remove executor (\w+) for reason .*?)?(?:(container_\w+).*?)?exceeding (?:physical |virtual )?memory limits\.?\s*([\d.]+ \w+ of [\d.]+ \w+)?/i,
    say: ([, executorId, container, used]) => ({
      topic: 'memory',
      level: 'error',
      text: `YARN killed a container above its memory${used === undefined ? '' : `: ${used}`}`,
      subject: { unit: container, executorId },
      loss: outOfMemory('YARN killed its container above its memory'),
      lossCount: 1,
    }),
  },
  {
    type: 'container-preempted',
    literal: 'was preempted',
    pattern: /(?:remove executor (\w+) for reason .*?)?(container_\w+)(?: on host:? ([^\s,]+))?.*was preempted/i,
    say: ([, executorId, container, host]) => ({
      topic: 'executor',
      level: 'error',
      text: `YARN preempted container ${container ?? ''}`,
      subject: { unit: container, host, executorId },
      loss: { class: 'preempted', confidence: 'certain', because: 'YARN preempted its container' },
      lossCount: 1,
    }),
  },
  {
    type: 'kernel-oom-kill',
    literal: 'Killed process \\d+',
    pattern: /out of memory.*Killed process (\d+) \((java|python[\d.]*)/i,
    say: ([, , program], teller) => ({
      topic: 'memory',
      level: 'error',
      text: `the kernel killed a ${program ?? ''} process for memory`,
      subject: teller,
      loss: outOfMemory('the kernel killed a process on its machine for memory'),
      lossCount: 1,
    }),
  },
  {
    type: 'task-out-of-memory',
    literal: 'Lost task .*OutOfMemoryError',
    pattern:
      /Lost task (\S+) in stage (\S+) \(TID \d+\) \((?:([^\s()]+) executor (\w+))?.*?java\.lang\.OutOfMemoryError: ?(.*)/,
    say: ([, task, stage, host, id, why = '']) => ({
      topic: 'memory',
      level: 'error',
      text: `task ${task ?? ''} of stage ${stage ?? ''} ran out of memory${why === '' ? '' : `: ${scrub(why)}`}`,
      subject: ofExecutor(id, host),
      loss: { class: 'out-of-memory', confidence: 'probable', because: 'one of its tasks had run out of memory' },
    }),
  },
  {
    type: 'out-of-memory',
    literal: 'OutOfMemoryError',
    pattern: /java\.lang\.OutOfMemoryError:? ?(.*)/,
    // In a driver's log most of these are quoted from tasks: only the words of the JVM itself are the driver's own.
    say: ({ 1: why = '', input }, teller) => {
      const own = /^(?:#\s*)?java\.lang|^Terminating due to|in thread|uncaught/i.test(input);
      if (!teller.isExecutor && (!own || input.startsWith('java.lang'))) return undefined;
      return {
        topic: 'memory',
        level: 'error',
        text: `${teller.isExecutor ? 'the executor' : 'the driver'} ran out of memory${why === '' ? '' : `: ${scrub(why)}`}`,
        subject: teller.isExecutor ? teller : {},
        ...(teller.isExecutor
          ? { loss: outOfMemory('its own log says that its heap was exhausted') }
          : { outage: 'driver' as const }),
      };
    },
  },
  {
    type: 'gc-pause',
    literal: '\\bGC\\b.*Pause .*ms$|(?:Full )?GC.* secs\\]',
    pattern: /(?:Pause (Young|Full|Remark|Cleanup|Init Mark)?.*?([\d.]+)ms$|\[(Full GC|GC).*?([\d.]+) secs\])/,
    say: ([, kind, ms, oldKind, seconds], teller) => {
      const durationMs = ms === undefined ? Number(seconds) * 1000 : Number(ms);
      if (!(durationMs >= longPauseMs)) return undefined;
      const full = kind === 'Full' || oldKind === 'Full GC';
      const who = teller.isExecutor ? 'the executor' : 'the driver';
      return {
        topic: 'gc',
        level: 'warning',
        text: `garbage collection stopped ${who} for ${formatDuration(durationMs)}${full ? ' (a full collection)' : ''}`,
        subject: teller.isExecutor ? teller : {},
        durationMs,
        ...(!teller.isExecutor && { outage: 'driver' as const }),
      };
    },
  },
  {
    type: 'signal',
    literal: 'RECEIVED SIGNAL',
    pattern: /RECEIVED SIGNAL (\w+)/,
    say: ([, signal], teller) => ({
      topic: teller.isExecutor ? 'executor' : 'driver',
      level: 'warning',
      text: `${teller.isExecutor ? 'the executor' : 'the driver'} was told to stop (SIG${(signal ?? '').replace(/^SIG/, '')})`,
      subject: teller.isExecutor ? teller : {},
    }),
  },
  {
    type: 'metastore-unreachable',
    literal: 'metastore',
    pattern:
      /(?:lost connection|could not connect|failed to connect|unable to (?:connect|open)).{0,40}meta ?store|meta ?store.{0,20}lost connection/i,
    say: () => ({
      topic: 'service',
      level: 'error',
      text: 'the driver could not reach the metastore',
      outage: 'service',
    }),
  },
  {
    type: 'no-resources',
    literal: 'Initial job has not accepted any resources',
    pattern: /Initial job has not accepted any resources/,
    say: () => ({
      topic: 'nodes',
      level: 'warning',
      text: 'no executor had taken up the job: there were none, or none with enough room',
      outage: 'nodes',
    }),
  },
  {
    type: 'disk-full',
    literal: 'No space left on device',
    pattern: /No space left on device/,
    say: (_match, teller) => ({
      topic: 'disk',
      level: 'error',
      text: `a disk of ${teller.isExecutor ? 'the executor' : 'the driver or of an executor that it speaks of'} was full`,
      subject: teller.isExecutor ? teller : {},
    }),
  },
  {
    type: 'self-exit',
    literal: 'self-exiting due to',
    pattern: /Executor self-exiting due to : (.*)/,
    say: ([, why = ''], teller) => ({
      topic: 'executor',
      level: 'warning',
      text: `the executor ended itself: ${scrub(why)}`,
      subject: teller,
      ...(/decommission/i.test(why) && {
        loss: {
          class: 'decommissioned' as const,
          confidence: 'certain' as const,
          because: 'it ended itself after handing over its work',
        },
      }),
    }),
  },
];

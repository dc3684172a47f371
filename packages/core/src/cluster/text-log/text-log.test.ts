import { describe, expect, it } from 'vitest';
import { newClusterFile } from '../cluster-file.ts';
import { timeOfLine } from './log-clock.ts';
import { TextLog } from './text-log.ts';

function read(text: string | readonly string[], { name = 'driver.log', pieceBytes = Infinity } = {}) {
  const file = newClusterFile(name);
  const log = new TextLog(file);
  const bytes = new TextEncoder().encode(typeof text === 'string' ? text : `${text.join('\n')}\n`);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    log.push(bytes.subarray(start, Math.min(bytes.length, start + pieceBytes)));
  }
  log.finish();
  return { file, events: log.events };
}

/** Wordings from Spark's sources (HeartbeatReceiver, TaskSchedulerImpl, AsyncEventQueue, SignalUtils) and from HotSpot. */
const driverLines = [
  '26/11/21 10:00:00 INFO SparkContext: Running Spark version 3.5.9',
  '26/11/21 10:00:05 INFO StandaloneSchedulerBackend$StandaloneDriverEndpoint: Registered executor NettyRpcEndpointRef(spark-client://Executor) (127.0.0.2:41544) with ID 0,  ResourceProfileId 0',
  '26/11/21 10:02:00 WARN HeartbeatReceiver: Removing executor 7 with no recent heartbeats: 125000 ms exceeds timeout 120000 ms',
  '26/11/21 10:02:01 ERROR TaskSchedulerImpl: Lost executor 7 on 10.0.0.7: Executor heartbeat timed out after 125000 ms',
  '26/11/21 10:03:00 WARN AsyncEventQueue: Dropped 4711 events from eventLog since Sat Nov 21 10:02:00 UTC 2026.',
  '26/11/21 10:04:00 WARN TaskSetManager: Lost task 3.0 in stage 5.0 (TID 99) (10.0.0.8 executor 8): java.lang.OutOfMemoryError: Java heap space',
  '\tat java.util.Arrays.copyOf(Arrays.java:3537)',
  '26/11/21 10:05:00 ERROR TaskSchedulerImpl: Lost executor 9 on h: Container killed by YARN for exceeding physical memory limits. 5.5 GB of 5.5 GB physical memory used. password=hunter2',
];

describe('TextLog', () => {
  it('finds what drivers say of executors, memory and dropped events, with time and line', () => {
    const { events, file } = read(driverLines);
    expect(events.map(({ type, place }) => [type, place.line])).toEqual([
      ['registered-executor', 2],
      ['heartbeat-timeout', 3],
      ['lost-executor', 4],
      ['dropped-events', 5],
      ['task-out-of-memory', 6],
      ['lost-executor', 8],
    ]);
    expect(file.records).toBe(driverLines.length);
    expect(file.sources).toEqual(['driver-log']);
    expect(events[1]?.epochMs).toBe(Date.UTC(2026, 10, 21, 10, 2, 0));
    expect(events[1]?.subject.executorId).toBe('7');
    expect(events[1]?.loss?.class).toBe('heartbeat-lost');
    expect(events[4]?.subject).toMatchObject({ executorId: '8', host: '10.0.0.8' });
    expect(events.some(({ text }) => text.includes('hunter2'))).toBe(false);
  });

  it('gives the same however the bytes are cut', () => {
    const whole = read(driverLines).events;
    for (const pieceBytes of [1, 13, 200]) expect(read(driverLines, { pieceBytes }).events).toEqual(whole);
  });

  it('knows an executor by its own words or by its path, and takes its word for its end', () => {
    const own = read([
      '26/11/21 10:00:00 INFO Executor: Starting executor ID 3 on host 127.0.0.3',
      '26/11/21 10:10:00 ERROR Executor: Exception in task 0.0 in stage 1.0 (TID 5)',
      'java.lang.OutOfMemoryError: Java heap space',
    ]);
    expect(own.file.sources).toEqual(['executor-log']);
    expect(own.events).toMatchObject([
      { type: 'out-of-memory', subject: { executorId: '3', host: '127.0.0.3' }, loss: { class: 'out-of-memory' } },
    ]);
    // A line of a stack trace has the time of the line above it.
    expect(own.events[0]?.epochMs).toBe(Date.UTC(2026, 10, 21, 10, 10, 0));
    const byPath = read('26/11/21 10:10:00 ERROR CoarseGrainedExecutorBackend: RECEIVED SIGNAL TERM\n', {
      name: 'executor/app-20261121100000-0001/12/stderr',
    });
    expect(byPath.events[0]?.subject).toMatchObject({ executorId: '12', applicationId: 'app-20261121100000-0001' });
  });

  it("does not take a task's error that a driver quotes for the driver's own", () => {
    const quoted = [
      '26/11/21 10:00:00 INFO SparkContext: Running Spark version 3.5.9',
      'java.lang.OutOfMemoryError: Java heap space',
    ];
    expect(read(quoted).events).toEqual([]);
    const own = [
      ...quoted.slice(0, 1),
      '26/11/21 10:00:01 ERROR Utils: uncaught error in thread main java.lang.OutOfMemoryError: GC overhead limit exceeded',
    ];
    expect(read(own).events).toMatchObject([{ type: 'out-of-memory', outage: 'driver' }]);
  });

  it('reads long pauses of both forms of garbage collection logs, and passes short ones over', () => {
    const { events } = read([
      '[2026-11-21T10:00:10.000+0100][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 3.456ms',
      '[2026-11-21T10:00:20.000+0100][info][gc] GC(4) Pause Full (G1 Compaction Pause) 250M->240M(256M) 4500.000ms',
      '2026-11-21T09:00:30.000+0000: 30.1: [Full GC (Ergonomics)  250000K->240000K(256000K), 2.5000000 secs] [Times: user=9.0 sys=0.1, real=2.50 secs]',
    ]);
    expect(events.map(({ epochMs, endEpochMs }) => (endEpochMs ?? 0) - epochMs)).toEqual([4_500, 2_500]);
    expect(events[0]?.endEpochMs).toBe(Date.UTC(2026, 10, 21, 9, 0, 20));
  });

  it('keeps a bounded number of lines of one kind and counts the rest, whatever the length of the log or of a line', () => {
    const line =
      '26/11/21 10:00:00 WARN TaskSchedulerImpl: Initial job has not accepted any resources; check your cluster UI\n';
    const { events, file } = read(line.repeat(2_000) + 'x'.repeat(5_000_000) + '\n' + line, { pieceBytes: 1 << 16 });
    expect(events).toHaveLength(500);
    expect(file.notKept).toBe(1_501);
    expect(file.records).toBe(2_002);
  });
});

describe('timeOfLine', () => {
  it('reads the stamps of log4j, ISO-8601 and structured logs, with or without a zone', () => {
    const utcMs = Date.UTC(2026, 10, 21, 10, 15, 34);
    expect(timeOfLine('26/11/21 10:15:34 INFO X: y')).toEqual({ epochMs: utcMs, hasZone: false });
    expect(timeOfLine('2026-11-21 10:15:34,123 INFO X')).toEqual({ epochMs: utcMs + 123, hasZone: false });
    expect(timeOfLine('2026-11-21T12:15:34.5+02:00 X')).toEqual({ epochMs: utcMs + 500, hasZone: true });
    expect(timeOfLine('{"ts":"2026-11-21T10:15:34.123Z","level":"WARN","msg":"x"}')).toEqual({
      epochMs: utcMs + 123,
      hasZone: true,
    });
    expect(timeOfLine('\tat java.lang.Thread.run')).toBeUndefined();
  });
});

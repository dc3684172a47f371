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

  it('keeps the last words of a JVM although standard output has no times', () => {
    // As HotSpot prints it before it runs the command of -XX:OnOutOfMemoryError.
    const { events } = read(
      '#\n# java.lang.OutOfMemoryError: Java heap space\n# -XX:OnOutOfMemoryError="kill -9 %p"\n',
      {
        name: 'executor/app-20261121100000-0001/2/stdout',
      },
    );
    expect(events).toMatchObject([{ type: 'out-of-memory', timeUnknown: true, subject: { executorId: '2' } }]);
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

  it('reads structured logs of Spark 4 as it reads plain ones', () => {
    // Written by Spark 4.1.4 with spark.log.structuredLogging.enabled; stack traces shortened. The last one is of its template.
    const { events, file } = read([
      '{"ts":"2026-11-21T14:07:57.836Z","level":"WARN","msg":"Unable to load native-hadoop library for your platform... using builtin-java classes where applicable","logger":"NativeCodeLoader"}',
      '{"ts":"2026-11-21T14:10:05.241Z","level":"WARN","msg":"Lost task 0.0 in stage 0.0 (TID 0) (127.0.0.1 executor 0): java.lang.OutOfMemoryError: Java heap space\\n\\tat org.apache.spark.unsafe.types.UTF8String.repeat(UTF8String.java:1200)\\n","logger":"TaskSetManager"}',
      '{"ts":"2026-11-21T14:10:08.458Z","level":"ERROR","msg":"Lost executor 0 on 127.0.0.1: Command exited with code 52","logger":"TaskSchedulerImpl"}',
      '{"ts":"2026-11-21T14:10:09.000Z","level":"WARN","msg":"Dropped 12 events from eventLog since the application started.","context":{"num_events":"12"},"logger":"AsyncEventQueue"}',
    ]);
    expect(events.map(({ type, text }) => [type, text])).toEqual([
      ['task-out-of-memory', 'task 0.0 of stage 0.0 ran out of memory: Java heap space'],
      ['lost-executor', 'executor 0 was lost: Command exited with code 52'],
      ['dropped-events', 'the driver dropped 12 events of queue eventLog, so they are missing in the event log'],
    ]);
    expect(events[1]).toMatchObject({
      epochMs: Date.UTC(2026, 10, 21, 14, 10, 8, 458),
      subject: { executorId: '0', host: '127.0.0.1' },
      place: { line: 3 },
    });
    expect(events[1]).not.toHaveProperty('zoneUnknown');
    expect(file.sources).toEqual(['driver-log']);
  });

  it('knows the exception that a structured line carries, cut off as it may be', () => {
    const thrown =
      '{"ts":"2026-11-21T14:10:05.000Z","level":"ERROR","msg":"Exception in task 0.0 in stage 0.0 (TID 0)","context":{"task_id":"0"},"exception":{"class":"java.lang.OutOfMemoryError","msg":"Java heap space","stacktrace":[';
    const { events } = read(
      [
        '{"ts":"2026-11-21T14:07:57.000Z","level":"INFO","msg":"Starting executor ID 3 on host 127.0.0.3","context":{},"logger":"Executor"}',
        thrown + '{"class":"x","method":"y"},'.repeat(400),
      ],
      { name: 'stderr' },
    );
    expect(events).toMatchObject([
      { type: 'out-of-memory', subject: { executorId: '3', host: '127.0.0.3' }, loss: { class: 'out-of-memory' } },
    ]);
  });

  it('reads a line behind a progress bar, with its own time', () => {
    // Written by Spark 4.1.4 with its progress bar on.
    const bar = '[Stage 0:>                   (0 + 2) / 2]\r[Stage 0:=======>            (1 + 1) / 2]\r';
    const { events } = read([
      '26/11/21 14:03:33 WARN NativeCodeLoader: Unable to load native-hadoop library',
      `${bar}26/11/21 14:06:31 ERROR TaskSchedulerImpl: Lost executor 0 on 127.0.0.1: Command exited with code 52`,
    ]);
    expect(events).toMatchObject([
      { type: 'lost-executor', epochMs: Date.UTC(2026, 10, 21, 14, 6, 31), place: { line: 2 } },
    ]);
  });
});

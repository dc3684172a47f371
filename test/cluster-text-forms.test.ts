import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyse, memorySource, readClusterFiles } from '@cinderlog/core';
import { modelOf } from '../packages/core/test-support/model-of.ts';

// The logs of drivers and executors, in the layouts that log4j 1, log4j 2 and Spark's structured logging write, saved in every way.

const startMs = Date.UTC(2026, 10, 21, 10);

/** What happens in all of them: wordings of Spark 3.5 (TaskSchedulerImpl, HeartbeatReceiver, AsyncEventQueue, YarnSchedulerBackend). */
const said: readonly (readonly [afterMs: number, level: string, logger: string, message: string, type: string])[] = [
  [0, 'INFO', 'SparkContext', 'Running Spark version 3.5.9', ''],
  [
    60_000,
    'WARN',
    'AsyncEventQueue',
    'Dropped 4711 events from eventLog since the application started.',
    'dropped-events',
  ],
  [
    61_000,
    'WARN',
    'HeartbeatReceiver',
    'Removing executor 7 with no recent heartbeats: 125000 ms exceeds timeout 120000 ms',
    'heartbeat-timeout',
  ],
  [62_000, 'ERROR', 'TaskSchedulerImpl', 'Lost executor 7 on 10.0.0.7: Executor heartbeat timed out', 'lost-executor'],
  [
    63_000,
    'WARN',
    'YarnSchedulerBackend$YarnSchedulerEndpoint',
    'Requesting driver to remove executor 8 for reason Container killed by YARN for exceeding physical memory limits. 5.6 GB of 5.5 GB physical memory used.',
    'container-over-memory',
  ],
];
const expected = said.flatMap(([afterMs, , , , type]) => (type === '' ? [] : [[type, startMs + afterMs]]));

const iso = (afterMs: number) => new Date(startMs + afterMs).toISOString();
const layouts: Readonly<Record<string, (line: (typeof said)[number]) => string>> = {
  "log4j 1, Spark's own layout": ([afterMs, level, logger, message]) =>
    `${iso(afterMs).slice(2, 19).replaceAll('-', '/').replace('T', ' ')} ${level} ${logger}: ${message}`,
  'log4j 2 with milliseconds': ([afterMs, level, logger, message]) =>
    `${iso(afterMs).slice(0, 23).replace('T', ' ').replace('.', ',')} [dispatcher-1] ${level} ${logger} - ${message}`,
  'ISO-8601 with a zone': ([afterMs, level, logger, message]) => `${iso(afterMs)} ${level} ${logger}: ${message}`,
  'structured JSON of Spark 4': ([afterMs, level, logger, message]) =>
    JSON.stringify({ ts: iso(afterMs), level, msg: message, logger }),
};

const bytesOf = (text: string) => new TextEncoder().encode(text);
const saved: Readonly<Record<string, (lines: readonly string[]) => Uint8Array>> = {
  plain: (lines) => bytesOf(`${lines.join('\n')}\n`),
  'without a last line end': (lines) => bytesOf(lines.join('\n')),
  'with line ends of Windows': (lines) => bytesOf(`${lines.join('\r\n')}\r\n`),
  'with a byte order mark': (lines) => bytesOf(`\ufeff${lines.slice(1).join('\n')}\n`),
  'as UTF-16': (lines) => Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf16le'),
  'packed with gzip': (lines) => gzipSync(`${lines.join('\n')}\n`),
  'with bytes that are no UTF-8': (lines) => Buffer.concat([Buffer.from([0xc3, 10]), bytesOf(lines.join('\n'))]),
};

async function read(bytes: Uint8Array, name = 'driver.log') {
  const { story, refused } = await readClusterFiles([{ name, open: () => memorySource(bytes) }]);
  expect(refused).toEqual([]);
  return { events: story.events, file: story.files[0] };
}

describe.each(Object.entries(layouts))('%s', (_name, layout) => {
  const lines = said.map(layout);

  it.each(Object.entries(saved))('%s', async (_form, save) => {
    const { events, file } = await read(save(lines));
    expect(events.map(({ type, epochMs }) => [type, epochMs])).toEqual(expected);
    expect(file?.sources).toEqual(['driver-log']);
  });

  it('cut anywhere, what stands before the cut is read', async () => {
    const text = lines.join('\n');
    for (let end = 1; end < text.length; end += 17) {
      const { events } = await read(bytesOf(text.slice(0, end)));
      const whole = text.slice(0, end).split('\n').length - 1;
      expect(events.length).toBeGreaterThanOrEqual(expected.filter((_, index) => index + 2 <= whole).length);
    }
  });

  it('packed with gzip and cut: what could be unpacked is read, and the damage is said', async () => {
    const noise = Array.from({ length: 2_000 }, (_, i) => `noise ${Math.sin(i)}`);
    const packed = gzipSync([...lines, ...noise].join('\n'));
    const { events, file } = await read(packed.subarray(0, packed.length / 2));
    expect(events.map(({ type }) => type)).toEqual(expected.map(([type]) => type));
    expect(file?.notes.join(' ')).toContain('could not be unpacked to its end');
  });
});

describe('what yarn logs hands out', () => {
  it('tells the containers in one file apart', async () => {
    const text = [
      'Container: container_1795224511536_0001_01_000003 on node-3.example_45454',
      'LogType:stderr',
      '26/11/21 10:00:00 INFO Executor: Starting executor ID 2 on host node-3.example',
      '26/11/21 10:10:00 ERROR Executor: Exception in task 0.0 in stage 1.0 (TID 5)',
      'java.lang.OutOfMemoryError: Java heap space',
      'End of LogType:stderr',
      'Container: container_1795224511536_0001_01_000001 on node-1.example_45454',
      '26/11/21 10:00:00 INFO SparkContext: Running Spark version 3.5.9',
      '26/11/21 10:20:00 INFO ApplicationMaster: [Full GC (Ergonomics)  900M->800M(1000M), 3.2000000 secs]',
    ].join('\n');
    const { events, file } = await read(bytesOf(text), 'yarn.log');
    expect(events).toMatchObject([
      { source: 'executor-log', type: 'out-of-memory', subject: { executorId: '2', host: 'node-3.example' } },
      { source: 'driver-log', type: 'gc-pause', subject: {}, outage: 'driver' },
    ]);
    expect(file?.sources).toEqual(['executor-log', 'driver-log']);
  });

  it('and what yarn application -status prints is read behind the lines of its client', async () => {
    const report = [
      '26/11/21 10:00:00 INFO client.DefaultNoHARMFailoverProxyProvider: Connecting to ResourceManager',
      'Application Report : ',
      '\tApplication-Id : application_1795224511536_0001',
      `\tStart-Time : ${startMs}`,
      `\tFinish-Time : ${startMs + 60_000}`,
      '\tState : FINISHED',
      '\tFinal-State : FAILED',
      '\tDiagnostics : Application application_1795224511536_0001 failed 2 times due to AM Container exited with  exitCode: -104',
    ];
    for (const end of ['\n', '\r\n']) {
      const { events } = await read(bytesOf(report.join(end)), 'status.txt');
      expect(events).toMatchObject([
        {
          source: 'yarn',
          type: 'FAILED',
          epochMs: startMs + 60_000,
          subject: { applicationId: 'application_1795224511536_0001' },
          loss: { class: 'out-of-memory' },
        },
      ]);
    }
  });
});

describe('what yarn applicationattempt prints', () => {
  // As ApplicationCLI of Hadoop 3 prints it.
  const list = [
    'Total number of application attempts :2',
    '         ApplicationAttempt-Id\t               State\t                    AM-Container-Id\t                       Tracking-URL',
    'appattempt_1795224511536_0001_000001\t              FAILED\tcontainer_1795224511536_0001_01_000001\thttp://rm:8088/x',
    'appattempt_1795224511536_0001_000002\t            FINISHED\tcontainer_1795224511536_0001_02_000001\thttp://rm:8088/x',
  ].join('\n');

  it('is read as a list, and as the report of one', async () => {
    const { events } = await read(
      bytesOf(`26/11/21 10:00:00 INFO client.RMProxy: Connecting\n${list}\n`),
      'attempts.txt',
    );
    expect(events).toMatchObject([
      {
        source: 'yarn',
        type: 'FAILED',
        level: 'error',
        timeUnknown: true,
        subject: { unit: 'appattempt_1795224511536_0001_000001' },
      },
      { source: 'yarn', type: 'FINISHED', level: 'info', subject: { applicationId: 'application_1795224511536_0001' } },
    ]);
    const report = [
      'Application Attempt Report :',
      '\tApplicationAttempt-Id : appattempt_1795224511536_0001_000001',
      '\tState : FAILED',
      '\tAMContainer : container_1795224511536_0001_01_000001',
      '\tTracking-URL : http://rm:8088/x',
      '\tRPC Port : -1',
      '\tAM Host : node-2',
      '\tDiagnostics : AM Container exited with  exitCode: -104',
    ].join('\n');
    const { events: told } = await read(bytesOf(report), 'attempt.txt');
    expect(told[0]?.text).toBe(
      'attempt 1 of the application had its master on node-2, and ended FAILED: AM Container exited with exitCode: -104',
    );
  });

  it('belongs to the end of the attempt that the event log is of', async () => {
    const { story } = await readClusterFiles([{ name: 'attempts.txt', open: () => memorySource(bytesOf(list)) }]);
    const attemptOf = (attemptId: string | undefined) => {
      const model = modelOf({ durationMs: 60_000 });
      const application = { ...model.application, id: 'application_1795224511536_0001', attemptId };
      const { clusterEvents } = analyse({ ...model, application }, 'log', { cluster: story });
      return clusterEvents?.map(({ type, startMs }) => [type, startMs]);
    };
    expect(attemptOf('1')).toEqual([['FAILED', 60_000]]);
    expect(attemptOf('2')).toEqual([['FINISHED', 60_000]]);
    expect(attemptOf('3')).toEqual([]);
  });
});

describe('whose log it is', () => {
  it.each([
    [
      '26/11/21 10:00:00 INFO StandaloneSchedulerBackend: Connected to Spark cluster with app ID app-20261121100000-0007',
      'app-20261121100000-0007',
    ],
    [
      '26/11/21 10:00:00 INFO RollingEventLogFilesWriter: Logging events to file:/logs/eventlog_v2_app-20261121100000-0007/events_1_app-20261121100000-0007',
      'app-20261121100000-0007',
    ],
    [
      '26/11/21 10:00:00 INFO SingleEventLogFileWriter: Logging events to s3a://logs/application_1795224511536_0001_1.inprogress',
      'application_1795224511536_0001',
    ],
    [
      '26/11/21 10:00:00 INFO YarnClientImpl: Submitted application application_1795224511536_0001',
      'application_1795224511536_0001',
    ],
    [
      '26/11/21 10:00:00 INFO SingleEventLogFileWriter: Logging events to file:/logs/spark-0123456789abcdef0123456789abcdef.inprogress',
      'spark-0123456789abcdef0123456789abcdef',
    ],
  ])('%s', async (line, id) => {
    const [loss = ''] = said.slice(3, 4).map((each) => layouts['ISO-8601 with a zone']?.(each) ?? '');
    const { events } = await read(bytesOf(`${line}\n${loss}\n`));
    expect(events[0]?.subject.applicationId).toBe(id);
  });
});

import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../test-support/model-of.ts';
import { memorySource } from '../ingest/byte-source.ts';
import type { LogInput } from '../ingest/log-input.ts';
import { readApplications, readLog } from './read-log.ts';

const run = {
  durationMs: 60_000,
  executors: [{ id: '1', cores: 2 }],
  jobs: [{ id: 0, startMs: 1_000, endMs: 20_000 }],
  stages: [{ id: 0, startMs: 1_000, endMs: 20_000 }],
  tasks: [
    { stage: 0, launchMs: 2_000, finishMs: 12_000 },
    { stage: 0, launchMs: 2_000, finishMs: 20_000 },
  ],
};
const lines = eventsOf(run).map((event) => JSON.stringify(event));

const read = (...parts: string[]) => readLog(inputOf(...parts));

function inputOf(...parts: string[]): LogInput {
  return {
    name: 'a log',
    layout: 'single',
    parts: parts.map((text, index) => ({
      name: `part ${index + 1}`,
      open: () => memorySource(new TextEncoder().encode(text)),
    })),
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}

describe('reading a log', () => {
  it('reads the same from one part, several parts, and parts joined without a newline', async () => {
    const whole = await read(`${lines.join('\n')}\n`);
    const half = 5;
    const first = lines.slice(0, half).join('\n');
    const second = lines.slice(half).join('\n');
    for (const model of [await read(`${first}\n`, `${second}\n`), await read(`${first}${second}\n`)]) {
      expect(model.jobs).toMatchObject(whole.jobs.map(({ id, startMs, endMs }) => ({ id, startMs, endMs })));
      expect(model.tasks.rowCount).toBe(2);
      expect(model.quality.linesUnreadable).toBe(0);
    }
  });

  it('counts lines it cannot read, with their place, and goes on', async () => {
    const model = await read(
      [lines[0], '{"Event":"SparkListenerJob', 'Picked up JAVA_OPTIONS', ...lines.slice(1)].join('\n'),
    );
    expect(model.quality).toMatchObject({ linesUnreadable: 2, linesRead: lines.length + 2, cutOff: false });
    expect(model.quality.unreadableExamples).toEqual([
      { part: 'part 1', lineNumber: 2, byteOffset: (lines[0]?.length ?? 0) + 1, problem: 'not JSON' },
      { part: 'part 1', lineNumber: 3, byteOffset: (lines[0]?.length ?? 0) + 1 + 27, problem: 'not JSON' },
    ]);
    expect(model.tasks.rowCount).toBe(2);
  });

  it('reads on behind a first line that is cut off or no event', async () => {
    for (const first of [
      'mission Time":12}}',
      'OpenJDK 64-Bit Server VM warning: ignoring option',
      '24/01/01 INFO started',
    ]) {
      const model = await read([first, ...lines].join('\n'));
      expect(model.quality.linesUnreadable).toBe(1);
      expect(model.tasks.rowCount).toBe(2);
    }
  });

  it('counts unknown and malformed events by name', async () => {
    const model = await read(
      [...lines, '{"Event":"com.example.Custom","a":1}', '{"Event":"SparkListenerJobStart","Job ID":"x"}'].join('\n'),
    );
    expect([...model.quality.unknownEvents.counts]).toEqual([['com.example.Custom', 1]]);
    expect([...model.quality.malformedEvents.counts]).toEqual([['SparkListenerJobStart', 1]]);
  });

  it('reports a log cut at any byte, and never more than the whole', async () => {
    const text = `${lines.join('\n')}\n`;
    const whole = await read(text);
    for (let length = (lines[0]?.length ?? 0) + 1; length <= text.length; length += 37) {
      const model = await read(text.slice(0, length));
      expect(model.jobs.length).toBeLessThanOrEqual(whole.jobs.length);
      expect(model.tasks.rowCount).toBeLessThanOrEqual(whole.tasks.rowCount);
      expect(model.application.durationMs).toBeLessThanOrEqual(whole.application.durationMs);
      // The cut falls into a line, or right behind one.
      const atLineEnd = text[length - 1] === '\n' || text[length] === '\n';
      expect(model.quality.cutOff).toBe(!atLineEnd);
    }
  });

  it('does not depend on the order of independent events', async () => {
    const [head = '', ...rest] = lines;
    const forwards = await read(lines.join('\n'));
    const backwards = await read([head, ...rest.reverse()].join('\n'));
    expect(backwards.jobs).toMatchObject(
      forwards.jobs.map((job) => ({ ...job, endPlace: expect.anything() as unknown })),
    );
    expect(backwards.stageAttempts).toMatchObject(
      forwards.stageAttempts.map((stage) => ({ ...stage, endPlace: expect.anything() as unknown })),
    );
    expect(backwards.application).toEqual(forwards.application);
  });

  it('tells applications apart that were joined into one file, with or without a newline between them', async () => {
    const second = lines.map((line) => line.replaceAll('app-1', 'app-2'));
    const alone = await read(lines.join('\n'));
    for (const joint of ['', '\n']) {
      const models = await readApplications(inputOf(`${lines.join('\n')}${joint}${second.join('\n')}`));
      expect(models.map((model) => model.application.id)).toEqual(['app-1', 'app-2']);
      for (const model of models) {
        expect(model.tasks.rowCount).toBe(2);
        expect(model.executors).toHaveLength(1);
        expect(model.application.durationMs).toBe(alone.application.durationMs);
        expect(model.quality.linesUnreadable).toBe(0);
      }
    }
  });

  it('reads a log that stands twice in a file as one application', async () => {
    const models = await readApplications(inputOf(`${lines.join('\n')}\n${lines.join('\n')}\n`));
    expect(models).toHaveLength(1);
    expect(models[0]?.tasks.rowCount).toBe(2);
    expect(models[0]?.jobs).toHaveLength(1);
    expect(models[0]?.quality.linesRead).toBe(2 * lines.length);
    expect(models[0]?.quality.repeatedEvents).toBeGreaterThan(0);
  });

  it('refuses what holds no event, by name', async () => {
    await expect(read('')).rejects.toMatchObject({
      code: 'input-empty',
      message: expect.stringContaining('part 1') as string,
    });
    await expect(read('{"a":1}\n')).rejects.toMatchObject({ code: 'input-not-a-log' });
  });

  it('survives hostile keys and values', async () => {
    const model = await read(
      [
        ...lines,
        '{"Event":"__proto__"}',
        '{"Event":"SparkListenerTaskEnd","__proto__":{"Stage ID":1},"Task Info":null}',
        '{"Event":"SparkListenerTaskEnd","Stage ID":1e308,"Task Info":{"Task ID":-1,"Launch Time":1e308}}',
        '{"Event":"SparkListenerEnvironmentUpdate","Spark Properties":[1,2]}',
        '{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":"0"}}',
      ].join('\n'),
    );
    expect(model.jobs).toHaveLength(1);
  });
});

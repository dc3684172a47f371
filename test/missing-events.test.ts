import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse, readLog, type Result } from '@cinderlog/core';
import { inputOf } from './support/bytes-input.ts';
import { linesOf } from './support/engine-lines.ts';
import { fixtureNames, readTruth, resultOf } from './support/fixtures.ts';

let lines: string[] = [];
beforeAll(async () => {
  lines = await linesOf('healthy-batch');
});

const qualityOf = async (kept: readonly string[]): Promise<Result['quality']> =>
  analyse(await readLog(inputOf(new TextEncoder().encode(`${kept.join('\n')}\n`))), 'a log').quality;

const named = (...names: string[]) =>
  lines.filter((line) => names.some((name) => line.startsWith(`{"Event":"${name}"`)));
const taskIdOf = (line: string) => Number(/"Task ID":(\d+)/.exec(line)?.[1]);

describe('events that Spark dropped', () => {
  it('are counted by kind when whole kinds are gone', async () => {
    const sql = 'org.apache.spark.sql.execution.ui.SparkListenerSQLExecution';
    for (const [name, kind] of [
      ['SparkListenerJobStart', 'jobStarts'],
      ['SparkListenerJobEnd', 'jobEnds'],
      ['SparkListenerStageSubmitted', 'stageSubmissions'],
      ['SparkListenerStageCompleted', 'stageCompletions'],
      [`${sql}Start`, 'sqlStarts'],
      [`${sql}End`, 'sqlEnds'],
    ] as const) {
      const gone = new Set(named(name));
      expect(gone.size).toBeGreaterThan(0);
      const quality = await qualityOf(lines.filter((line) => !gone.has(line)));
      expect(quality.missing[kind], name).toBe(gone.size);
    }
  });

  it('are found by starts without ends, by counts of stages and by holes in task ids', async () => {
    const ids = named('SparkListenerTaskEnd')
      .map(taskIdOf)
      .sort((a, b) => a - b);
    const gone = new Set(ids.filter((_, index) => index % 3 === 1 && index < ids.length - 1));
    const isOf = (line: string) => gone.has(taskIdOf(line));
    const ends = new Set(named('SparkListenerTaskEnd').filter(isOf));
    const withoutEnds = await qualityOf(lines.filter((line) => !ends.has(line)));
    expect(withoutEnds.missing).toMatchObject({
      events: gone.size,
      endsOfStartedTasks: gone.size,
      taskEndsOfFinishedStages: gone.size,
      taskIds: 0,
    });
    const starts = new Set(named('SparkListenerTaskStart').filter(isOf));
    const withoutBoth = await qualityOf(lines.filter((line) => !ends.has(line) && !starts.has(line)));
    expect(withoutBoth.missing).toMatchObject({ events: 2 * gone.size, taskIds: gone.size, endsOfStartedTasks: 0 });
    expect(withoutBoth).toMatchObject({ droppedEventsSuspected: true, trust: { level: 'incomplete' } });
  });

  it('are laid to lines that could not be read, as far as these explain them', async () => {
    const [jobEnd = ''] = named('SparkListenerJobEnd');
    const [stageEnd = ''] = named('SparkListenerStageCompleted');
    const sentence = async (kept: readonly string[]) =>
      (await qualityOf(kept)).notes.find((note) => note.startsWith('At least'));
    expect(await sentence(lines.filter((line) => line !== jobEnd))).toBe(
      'At least 1 event is missing between the first line and the last (ends of 1 job): Spark drops events when its driver is too busy to write them.',
    );
    const damaged = lines.map((line) => (line === jobEnd ? line.slice(0, 30) : line));
    expect(await sentence(damaged)).toContain('(ends of 1 job): lines that could not be read explain as many.');
    expect(await sentence(damaged.filter((line) => line !== stageEnd))).toContain('explain some, and Spark drops');
  });

  it('are never estimated to be more than there were', async () => {
    const droppable =
      /"SparkListener(Task(Start|End)|Job(Start|End)|Stage(Submitted|Completed))"|SQLExecution(Start|End)"/;
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (share, dice) => {
          const kept = lines.filter(
            (line) => !droppable.test(line.slice(0, 120)) || (dice.next().value as number) >= share,
          );
          const { missing } = await qualityOf(kept);
          expect(missing.events).toBeLessThanOrEqual(lines.length - kept.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe.each(fixtureNames)('%s', (name) => {
  it('is trusted as far as the lab knows it to be whole', async () => {
    const { applicationEnded } = readTruth(name);
    const { trust, missing } = (await resultOf(name)).quality;
    const expected = name.startsWith('compacted') ? 'incomplete' : applicationEnded ? 'complete' : 'open-ended';
    expect(trust.level).toBe(expected);
    expect(missing.events).toBe(0);
  });
});

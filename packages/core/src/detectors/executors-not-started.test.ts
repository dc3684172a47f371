import { describe, expect, it } from 'vitest';
import { eventsOf, sketchStartEpochMs, type RunSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { executorsNotStarted } from './executors-not-started.ts';

const run: RunSketch = {
  durationMs: 60_000,
  executors: [{ id: '1', cores: 2 }],
  jobs: [{ id: 0, startMs: 10_000, endMs: 40_000 }],
  stages: [{ id: 0, startMs: 10_000, endMs: 40_000 }],
  tasks: [{ stage: 0, launchMs: 10_000, finishMs: 40_000, executor: '1' }],
};
const exited = 'Unable to create executor due to no space left';

/** The model of the run in which Spark also noted these ends. */
function modelWith(ends: readonly { id: string; endMs: number; reason?: string }[], withStart = true) {
  const builder = new ModelBuilder();
  const removals = ends.map(({ id, endMs, reason = exited }) => ({
    Event: 'SparkListenerExecutorRemoved',
    Timestamp: sketchStartEpochMs + endMs,
    'Executor ID': id,
    'Removed Reason': reason,
  }));
  const events = eventsOf(run).filter(({ Event }) => withStart || Event !== 'SparkListenerApplicationStart');
  for (const event of [...events, ...removals]) builder.add(String(event.Event), event);
  return builder.finish();
}

const detect = (...ends: Parameters<typeof modelWith>[0]) => executorsNotStarted.detect(new Facts(modelWith(ends)));

describe('executors-not-started', () => {
  it('counts executors that have an end and no beginning, which offered no slots', () => {
    const ends = Array.from({ length: 8 }, (_, index) => ({ id: String(index + 2), endMs: 20_000 + index }));
    const [finding] = detect(...ends);
    expect(finding).toMatchObject({
      title: '8 executors failed while starting',
      severity: 'warning',
      ranges: [{ startMs: 20_000, endMs: 20_007 }],
    });
    expect(finding?.evidence).toContainEqual({
      name: 'removal reason of executors 2, 3, 4, 5, 6 and 3 more',
      value: exited,
    });
    const model = modelWith(ends);
    expect(model.executors.map(({ id }) => id)).toEqual(['1']);
    const slots = new Facts(model).wallClock.activity.slots;
    expect(Math.max(...slots)).toBe(2);
  });

  it('is no more than information when nothing was to be done', () => {
    expect(detect({ id: '2', endMs: 50_000 })[0]?.severity).toBe('info');
  });

  it('does not count what dynamic allocation took back, what ran tasks, and what ended with the application', () => {
    expect(detect({ id: '2', endMs: 20_000, reason: 'Executor killed by driver.' })).toEqual([]);
    expect(detect({ id: '1', endMs: 45_000 })).toEqual([]);
    expect(detect({ id: '2', endMs: 60_000 })).toEqual([]);
  });

  it('says nothing where the beginning of the log is not there', () => {
    const model = modelWith([{ id: '2', endMs: 20_000 }], false);
    expect(executorsNotStarted.detect(new Facts(model))).toEqual([]);
    expect(model.executors.map(({ id }) => id)).toContain('2');
  });
});

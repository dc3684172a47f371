import { describe, expect, it } from 'vitest';
import { eventsOf, sketchStartEpochMs } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { excludedNodes } from './excluded-nodes.ts';

const scheduler = 'org.apache.spark.scheduler.SparkListener';

function detect(events: readonly Record<string, unknown>[]) {
  const builder = new ModelBuilder();
  const run = {
    durationMs: 60_000,
    executors: [
      { id: '1', host: 'a' },
      { id: '2', host: 'b' },
    ],
  };
  for (const event of [...eventsOf(run), ...events]) builder.add(String(event.Event), event);
  return excludedNodes.detect(new Facts(builder.finish()));
}

describe('excluded-nodes', () => {
  it('tells of executors and nodes by host, each incident once though 3.1+ writes it under two names', () => {
    const time = sketchStartEpochMs + 20_000;
    const findings = detect([
      { Event: `${scheduler}ExecutorExcluded`, time, executorId: '1', taskFailures: 2 },
      { Event: `${scheduler}ExecutorBlacklisted`, time, executorId: '1', taskFailures: 2 },
      { Event: `${scheduler}NodeExcluded`, time: time + 5, hostId: 'b', executorFailures: 2 },
    ]);
    expect(findings.map(({ id, title }) => [id, title])).toEqual([
      ['excluded-nodes:a', 'Spark excluded 1 executor on a after failures'],
      ['excluded-nodes:b', 'Spark excluded node b after failures on it'],
    ]);
    expect(findings[0]?.ranges).toEqual([{ startMs: 20_000, endMs: 20_000 }]);
    expect(findings[0]?.evidence[0]).toMatchObject({ name: 'exclusions', value: 1 });
  });

  it('says nothing where nothing was excluded', () => {
    expect(detect([])).toEqual([]);
  });
});

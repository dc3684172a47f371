import { describe, expect, it } from 'vitest';
import { modelOf, sketchStartEpochMs } from '../../../test-support/model-of.ts';
import type { ClusterEvent, LossReading } from '../../cluster/cluster-event.ts';
import { Facts } from '../facts.ts';

const removedMs = 60_000;

function eventAt(atMs: number, lossClass: LossReading['class'], more: Partial<ClusterEvent> = {}): ClusterEvent {
  return {
    source: 'kubernetes',
    type: 'Something',
    topic: 'executor',
    level: 'error',
    epochMs: sketchStartEpochMs + atMs,
    text: 'something happened',
    subject: {},
    loss: { class: lossClass, confidence: 'certain', because: 'it says so' },
    place: { file: 'f', line: 1, byteOffset: 0 },
    ...more,
  };
}

function removalWith(events: readonly ClusterEvent[], reason = 'worker lost: gone', properties = {}) {
  const model = modelOf({
    durationMs: 600_000,
    properties,
    executors: [
      { id: '1', host: '10.0.0.1', removedMs, reason },
      { id: '2', host: '10.0.0.2' },
    ],
  });
  return new Facts(model, { cluster: { events, jobRuns: [], files: [] } }).removals.get('1');
}

describe('refineRemoval', () => {
  it('believes an event that names the executor, then one that names its host, then one at the time', () => {
    const byTime = eventAt(removedMs, 'autoscaling');
    const byHost = eventAt(removedMs - 20_000, 'spot', { subject: { host: 'ip-10-0-0-1.eu.internal' } });
    const byId = eventAt(removedMs + 5_000, 'out-of-memory', { subject: { executorId: '1' } });
    expect(removalWith([byTime])).toMatchObject({ class: 'autoscaling', confidence: 'probable' });
    expect(removalWith([byTime, byHost])).toMatchObject({ class: 'spot', confidence: 'certain' });
    expect(removalWith([byTime, byHost, byId])).toMatchObject({
      class: 'out-of-memory',
      decidedBy: { matchedBy: 'executor', eventLogSaid: { class: 'node-lost', confidence: 'certain' } },
    });
  });

  it('is certain by time alone when the platform lost as many nodes as the application, which says so itself', () => {
    const one = eventAt(removedMs, 'spot', { lossCount: 1 });
    expect(removalWith([one])).toMatchObject({ class: 'spot', confidence: 'certain' });
    // Of two nodes one had no executor of this application, and it may have been the other one that the market took.
    expect(removalWith([eventAt(removedMs, 'spot', { lossCount: 2 })])?.confidence).toBe('probable');
    // A process can die on a node that stays.
    expect(removalWith([one], 'Command exited with code 137')).toMatchObject({ class: 'spot', confidence: 'probable' });
  });

  it('does not take what happened to others or at another time', () => {
    expect(removalWith([eventAt(removedMs, 'spot', { subject: { executorId: '2' } })])?.class).toBe('node-lost');
    expect(removalWith([eventAt(removedMs, 'spot', { subject: { host: '10.0.0.2' } })])?.class).toBe('node-lost');
    expect(removalWith([eventAt(removedMs + 120_000, 'spot')])?.class).toBe('node-lost');
    expect(removalWith([eventAt(removedMs - 400_000, 'spot')])?.class).toBe('node-lost');
  });

  it('leaves clear words of the event log as they are', () => {
    const spot = eventAt(removedMs, 'spot');
    expect(removalWith([spot], 'Command exited with code 52')?.class).toBe('out-of-memory');
    expect(removalWith([spot], 'Container container_1 on host: h was preempted.')?.class).toBe('preempted');
    // A process that ended with a code of its own did not go with a node; a kill from outside may have.
    expect(removalWith([spot], 'Command exited with code 50')?.class).toBe('crashed');
    expect(removalWith([spot], 'Command exited with code 137')?.class).toBe('spot');
  });

  it('takes lost nodes of a Databricks cluster on spot instances for spot, and says that it is a guess', () => {
    const lost = eventAt(removedMs - 2_000, 'node-lost', { source: 'databricks-events', type: 'NODES_LOST' });
    const availability = 'spark.databricks.clusterUsageTags.clusterAvailability';
    const on = (value: string) => removalWith([lost], 'worker lost: gone', { [availability]: value });
    expect(on('SPOT_WITH_FALLBACK')).toMatchObject({ class: 'spot', confidence: 'probable' });
    expect(on('ON_DEMAND')?.class).toBe('node-lost');
  });

  it('leaves out what names another cluster or application', () => {
    const other = eventAt(removedMs, 'spot', { subject: { applicationId: 'app-2' } });
    expect(removalWith([other])?.class).toBe('node-lost');
  });
});

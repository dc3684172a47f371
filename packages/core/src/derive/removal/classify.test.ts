import { describe, expect, it } from 'vitest';
import { modelOf, type RunSketch } from '../../../test-support/model-of.ts';
import { Facts } from '../facts.ts';
import { readRemovalText } from './texts.ts';

/** Texts as Spark, YARN, Kubernetes and Databricks write them, and what is known about each. */
const texts: readonly [text: string, removalClass: string, confidence: string][] = [
  ['Executor killed by driver.', 'autoscaling', 'possible'],
  ['Container container_1 exited from explicit termination request.', 'autoscaling', 'possible'],
  ['Executor decommission: spark scale down', 'autoscaling', 'certain'],
  ['Executor decommission: Executor 3 is decommissioned.', 'decommissioned', 'certain'],
  ['Executor decommission: worker decommissioned', 'decommissioned', 'certain'],
  ['Executor decommission: Decommissioning all executors on ip-10-0-0-1.', 'decommissioned', 'certain'],
  ['Executor decommission: Killing excluded executor (actually decommissioning)', 'excluded', 'certain'],
  ['Executor decommission: Spot instance interruption', 'spot', 'certain'],
  ['Finished decommissioning', 'decommissioned', 'certain'],
  ['Executor heartbeat timed out after 125432 ms', 'heartbeat-lost', 'certain'],
  ['Container container_2 on host: h1 was preempted.', 'preempted', 'certain'],
  [
    'Container killed by YARN for exceeding physical memory limits. 5.6 GB of 5.5 GB physical memory used. Consider boosting spark.executor.memoryOverhead.',
    'out-of-memory',
    'certain',
  ],
  ['Executor for container container_3 exited after Application shutdown.', 'shutdown', 'certain'],
  [
    'Container marked as failed: container_4 on host: h. Exit status: -100. Diagnostics: Container released on a *lost* node',
    'node-lost',
    'certain',
  ],
  ['Container from a bad node: container_5 on host: h. Exit status: 137. Diagnostics: killed', 'crashed', 'possible'],
  ['Container from a bad node: container_5 on host: h. Exit status: 143. Diagnostics: ', 'unknown', 'possible'],
  ['Container marked as failed: c on host: h. Exit status: -104. Diagnostics: x', 'out-of-memory', 'certain'],
  [
    'The executor with id 7 exited with exit code 52(JVM OOM).\nThe API gave the following brief reason: N/A',
    'out-of-memory',
    'certain',
  ],
  [
    'The executor with id 7 exited with exit code 137(SIGKILL, possible container OOM).\ntermination reason: OOMKilled',
    'out-of-memory',
    'certain',
  ],
  ['The executor with id 9 was deleted by a user or the framework.', 'unknown', 'possible'],
  ['worker lost: 10.0.0.3:38271 got disassociated', 'node-lost', 'certain'],
  ['worker lost: Not receiving heartbeat for 60 seconds', 'node-lost', 'certain'],
  ['Command exited with code 52', 'out-of-memory', 'certain'],
  ['Command exited with code 137', 'crashed', 'possible'],
  ['Command exited with code 1', 'crashed', 'probable'],
  [
    'Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network issues.',
    'unknown',
    'possible',
  ],
  ['Executor Process Lost', 'unknown', 'possible'],
  ['Unable to create executor due to no space', 'crashed', 'certain'],
  ['{"cause":"spot instance preemption","detectionMechanism":null}', 'spot', 'certain'],
  ['{"cause":"kill request from HTTP endpoint","detectionMechanism":null}', 'autoscaling', 'probable'],
  ['{"cause":"cluster termination","detectionMechanism":null}', 'shutdown', 'certain'],
  ['{"cause":"Command exited with code 9"}', 'crashed', 'possible'],
  ['', 'unknown', 'possible'],
  ['something new', 'unknown', 'possible'],
];

describe('removal texts', () => {
  it.each(texts)('%s', (text, removalClass, confidence) => {
    expect(readRemovalText(text)).toMatchObject({ class: removalClass, confidence });
  });
});

const dynamic = { 'spark.dynamicAllocation.enabled': 'true' };
const idleAfter = (timeout: string) => ({ ...dynamic, 'spark.dynamicAllocation.executorIdleTimeout': timeout });

function removalOf(run: Partial<RunSketch>, reason: string, removedMs = 50_000) {
  const model = modelOf({ durationMs: 100_000, ...run, executors: [{ id: '1', removedMs, reason }] });
  return new Facts(model).removals.get('1');
}

const busyUntil = (finishMs: number, reason: Record<string, unknown> = { Reason: 'Success' }) => ({
  stages: [{ id: 0, startMs: 0, endMs: 90_000 }],
  tasks: [{ stage: 0, launchMs: 1_000, finishMs, reason }],
});

describe('verdicts with what else the log knows', () => {
  it('is certain of autoscaling when dynamic allocation removed an idle executor', () => {
    const removal = removalOf({ properties: idleAfter('30s'), ...busyUntil(20_000) }, 'Executor killed by driver.');
    expect(removal).toMatchObject({ class: 'autoscaling', confidence: 'certain' });
    expect(removal?.because).toContain('idle for 30 s (its time-out is 30 s)');
  });

  it('holds what dynamic allocation may take against its time-outs', () => {
    const confidenceAfter = (properties: Readonly<Record<string, string>>) =>
      removalOf({ properties, ...busyUntil(20_000) }, 'Executor killed by driver.')?.confidence;
    // Idle for 30 s: a second less than the time-out may be noted, no more.
    expect(confidenceAfter(idleAfter('31s'))).toBe('certain');
    expect(confidenceAfter(idleAfter('32s'))).toBe('possible');
    // By default it waits for a minute.
    expect(confidenceAfter(dynamic)).toBe('possible');
    expect(removalOf({ properties: dynamic }, 'Executor killed by driver.', 59_000)?.confidence).toBe('certain');
    // An executor with shuffle files or cached blocks has a time-out of its own, and the log does not say whether it had any.
    const shuffles = { ...dynamic, 'spark.dynamicAllocation.shuffleTracking.timeout': '20s' };
    expect(confidenceAfter(shuffles)).toBe('certain');
    expect(confidenceAfter({ ...dynamic, 'spark.dynamicAllocation.cachedExecutorIdleTimeout': '20s' })).toBe('certain');
  });

  it('knows the kill that follows an exclusion', () => {
    const removedAfter = (ms: number, properties = { 'spark.excludeOnFailure.killExcludedExecutors': 'true' }) => {
      const executors = [{ id: '1', removedMs: 20_000 + ms, reason: 'Executor killed by driver.' }];
      const model = modelOf({ durationMs: 100_000, properties: { ...dynamic, ...properties }, executors });
      const exclusion = { timeMs: 20_000, executorId: '1', host: undefined, failureCount: 2 };
      return new Facts({ ...model, exclusions: [exclusion] }).removals.get('1')?.class;
    };
    expect(removedAfter(500)).toBe('excluded');
    expect(removedAfter(15_000)).toBe('autoscaling');
    expect(removedAfter(500, {} as never)).toBe('autoscaling');
  });

  it('is not certain of autoscaling when tasks were running, or when it is off', () => {
    const lost = { Reason: 'ExecutorLostFailure', 'Loss Reason': 'Executor killed by driver.' };
    expect(removalOf({ properties: dynamic, ...busyUntil(50_000, lost) }, 'Executor killed by driver.')).toMatchObject({
      confidence: 'possible',
    });
    expect(removalOf(busyUntil(20_000), 'Executor killed by driver.')).toMatchObject({ confidence: 'possible' });
  });

  it('reads a lost connection after heap errors as out of memory', () => {
    const heap = {
      Reason: 'ExceptionFailure',
      'Class Name': 'java.lang.OutOfMemoryError',
      Description: 'Java heap space',
    };
    expect(removalOf(busyUntil(49_000, heap), 'Remote RPC client disassociated.')).toMatchObject({
      class: 'out-of-memory',
      confidence: 'probable',
    });
  });

  it('takes a kill signal for memory only where containers have limits', () => {
    const yarn = { properties: { 'spark.master': 'yarn' } };
    expect(removalOf(yarn, 'Container from a bad node: c. Exit status: 137.')).toMatchObject({
      class: 'out-of-memory',
    });
    expect(removalOf({}, 'Command exited with code 137')).toMatchObject({ class: 'crashed', confidence: 'possible' });
  });

  it('calls a removal at or after the end a shutdown, unless the end is only inferred', () => {
    expect(removalOf({}, 'Executor killed by driver.', 100_000)).toMatchObject({
      class: 'shutdown',
      confidence: 'certain',
    });
    expect(removalOf({ unended: true }, 'worker lost: gone', 100_000)).toMatchObject({ class: 'node-lost' });
  });

  it('never rules out the class that it decided on', () => {
    for (const [text] of texts) {
      const removal = removalOf(busyUntil(20_000), text);
      expect(removal?.ruledOut.map((candidate) => candidate.class)).not.toContain(removal?.class);
    }
  });
});

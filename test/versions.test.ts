import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, readApplications } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';

/** What Spark's own REST API said before the application ended; see fixtures/versions/README.md. */
interface Counted {
  readonly sparkVersion: string;
  readonly appId: string;
  readonly jobs: number;
  readonly failedJobs: number;
  readonly stages: number;
  readonly stageAttempts: number;
  readonly executors: number;
  readonly tasks: Readonly<Record<string, { succeeded: number; failed: number; killed: number }>>;
}

const folder = 'fixtures/versions/';
const versions = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);

it('has logs of versions that the lab does not run', () => {
  expect(versions.length).toBeGreaterThan(0);
});

describe.each(versions)('%s', (version) => {
  it('has the counts that Spark itself had', async () => {
    const counted = JSON.parse(readFileSync(`${folder}${version}/truth.json`, 'utf8')) as Counted;
    const { logs, refused } = await findLogs([`${folder}${version}/eventlog`]);
    expect(refused).toEqual([]);
    expect(logs).toHaveLength(1);
    const models = await readApplications(logs[0]!);
    expect(models).toHaveLength(1);
    const model = models[0]!;
    const result = analyse(model, version);
    expect(result.application).toMatchObject({
      id: counted.appId,
      sparkVersion: counted.sparkVersion,
      endInferred: false,
    });
    expect(result.counts).toMatchObject({
      jobs: counted.jobs,
      stages: counted.stages,
      stageAttempts: counted.stageAttempts,
      executorsAdded: counted.executors,
    });
    expect(result.jobs.filter(({ status }) => status === 'failed')).toHaveLength(counted.failedJobs);
    // Spark's interface counts lost output among the failures of an attempt.
    const lost = (stageId: number, attemptId: number) =>
      model.resubmissions.filter(({ stageAttempt }) => {
        const attempt = model.stageAttempts[stageAttempt];
        return attempt?.stageId === stageId && attempt.attemptId === attemptId;
      }).length;
    const tasks = result.stages.map(({ stageId, attemptId, tasks: { succeeded, failed, killed } }) => [
      `${stageId}.${attemptId}`,
      { succeeded, failed: failed + lost(stageId, attemptId), killed },
    ]);
    expect(Object.fromEntries(tasks)).toEqual(counted.tasks);
    expect(result.quality).toMatchObject({ linesUnreadable: 0, malformedEvents: {}, unknownEvents: {} });
    expect(result.quality.trust.level).toBe('complete');
  });
});

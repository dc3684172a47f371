import { describe, expect, it } from 'vitest';
import { includesOf, parseBundle } from './bundle.ts';

const root = {
  name: 'databricks.yml',
  text: `
bundle: {name: nightly}
include:
  - resources/*.yml
resources:
  jobs:
    nightly:
      name: Nightly load
      timeout_seconds: 7200
      health: &rules
        rules:
          - {metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 3600}
          - metric: STREAMING_BACKLOG_BYTES
            op: GREATER_THAN
            value: "1000000"
      tasks:
        - task_key: load
          max_retries: 2
          timeout_seconds: 0
targets:
  prod:
    resources:
      jobs:
        nightly:
          timeout_seconds: 10800
          health:
            rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 5400}]
`,
};

const included = {
  name: 'resources/stream.yml',
  text: `resources:
  jobs:
    stream:
      max_retries: \${var.retries}
      health:
        rules:
          - {metric: STREAMING_BACKLOG_SECONDS, op: GREATER_THAN, value: 300}
          - {metric: STREAMING_JOY, op: GREATER_THAN, value: 1}
          - {metric: STREAMING_BACKLOG_FILES, op: LESS_THAN, value: 1}
`,
};

describe('parseBundle', () => {
  it('takes any number of retries for no limit, and none for one', () => {
    const tasks = ['-1', '0', '2'].map((retries) => `{ task_key: t${retries}, max_retries: ${retries} }`);
    const text = `resources: { jobs: { a: { tasks: [${tasks.join(', ')}] } } }`;
    const { jobs, problems } = parseBundle([{ name: 'databricks.yml', text }]);
    expect(problems).toEqual([]);
    expect(jobs[0]?.tasks.map(({ key, maxRetries }) => [key, maxRetries])).toEqual([
      ['t-1', undefined],
      ['t0', 0],
      ['t2', 2],
    ]);
  });

  it('reads timeouts, retries and health rules of all files, in our units', () => {
    const { jobs } = parseBundle([root, included]);
    expect(jobs.map(({ key, name }) => [key, name])).toEqual([
      ['nightly', 'Nightly load'],
      ['stream', undefined],
    ]);
    expect(jobs[0]).toMatchObject({
      timeoutMs: 7_200_000,
      health: [
        { metric: 'RUN_DURATION_SECONDS', value: 3_600_000, place: { file: 'databricks.yml', line: 12, column: 13 } },
        { metric: 'STREAMING_BACKLOG_BYTES', value: 1_000_000 },
      ],
      tasks: [{ key: 'load', maxRetries: 2, timeoutMs: undefined }],
    });
    expect(jobs[1]?.health).toMatchObject([{ metric: 'STREAMING_BACKLOG_SECONDS', value: 300_000 }]);
  });

  it('lets the settings of a target come on top', () => {
    const [job] = parseBundle([root], 'prod').jobs;
    expect(job?.timeoutMs).toBe(10_800_000);
    expect(job?.health.map(({ metric, value }) => [metric, value])).toEqual([
      ['STREAMING_BACKLOG_BYTES', 1_000_000],
      ['RUN_DURATION_SECONDS', 5_400_000],
    ]);
  });

  it('names what it cannot understand, with file, line and column, and goes on', () => {
    const { problems } = parseBundle([included]);
    expect(problems.map(({ problem, place }) => [problem, place.line])).toEqual([
      ['max_retries is a variable, whose value is not in the bundle', 4],
      ['a health rule has the unknown metric STREAMING_JOY', 8],
      ['a health rule compares with LESS_THAN; only GREATER_THAN is known', 9],
    ]);
    const broken = parseBundle([{ name: 'b.yml', text: 'resources:\n  jobs: [unclosed\n' }]);
    expect(broken.problems[0]?.place.file).toBe('b.yml');
  });

  it('resolves anchors, and survives files that are no bundles', () => {
    const text =
      'x: &h\n  rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 60}]\nresources:\n  jobs:\n    a:\n      health: *h\n';
    expect(parseBundle([{ name: 'a.yml', text }]).jobs[0]?.health).toMatchObject([{ value: 60_000 }]);
    expect(
      parseBundle([
        { name: 'e.yml', text: '' },
        { name: 'l.yml', text: '- 1\n- 2\n' },
      ]).jobs,
    ).toEqual([]);
  });

  it('finds the files that a bundle includes', () => {
    expect(includesOf(root)).toEqual(['resources/*.yml']);
    expect(includesOf({ name: 'x', text: 'include: oops' })).toEqual([]);
  });
});

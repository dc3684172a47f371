import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandFolder } from '../../test-support/run-command.ts';
import { logText } from '../../test-support/sample-run.ts';

let folder: CommandFolder;
beforeAll(() => {
  folder = new CommandFolder();
  folder.write('log', logText());
});
afterAll(() => {
  folder.remove();
});

interface Sketch {
  readonly setupS?: number;
  readonly loadS?: number;
  readonly transformS: number;
  readonly result?: string;
  /** Failed attempts of `transform` before the one that went well. */
  readonly retries?: number;
}

/** Two tasks, one after the other, each day one run. */
function runsOf(sketches: readonly Sketch[]): string {
  const runs = sketches.map(({ setupS = 60, loadS = 100, transformS, result = 'SUCCESS', retries = 0 }, day) => {
    const startMs = Date.UTC(2026, 10, 1 + day);
    const loadEndMs = startMs + (setupS + loadS) * 1000;
    const endMs = loadEndMs + transformS * 1000;
    const state = { life_cycle_state: 'TERMINATED', result_state: result };
    const task = (task_key: string, from: number, to: number, setup: number, depends_on: object[]) => ({
      task_key,
      run_id: 1000 + day,
      attempt_number: 0,
      start_time: from,
      end_time: to,
      setup_duration: setup,
      execution_duration: to - from - setup,
      cleanup_duration: 0,
      depends_on,
      state,
    });
    const failed = Array.from({ length: retries }, (_, attempt_number) => ({
      ...task('transform', loadEndMs, loadEndMs + 1_000, 0, [{ task_key: 'load' }]),
      attempt_number,
      state: { life_cycle_state: 'TERMINATED', result_state: 'FAILED' },
    }));
    return {
      job_id: 7,
      run_id: 100 + day,
      run_name: 'nightly',
      attempt_number: 0,
      start_time: startMs,
      end_time: endMs,
      run_duration: endMs - startMs,
      state,
      tasks: [
        task('load', startMs, loadEndMs, setupS * 1000, []),
        ...failed,
        { ...task('transform', loadEndMs, endMs, 0, [{ task_key: 'load' }]), attempt_number: retries },
      ],
    };
  });
  return JSON.stringify({ runs });
}

const usual = [500, 510, 495, 505, 490, 500].map((transformS): Sketch => ({ transformS }));
/** Without the line breaks of the page. */
const runIt = async (...args: string[]) => {
  const ended = await folder.run(['check', ...args]);
  return { ...ended, out: ended.out.replaceAll(/\s+/g, ' ') };
};
const check = (sketches: readonly Sketch[], ...more: string[]) => {
  folder.write('runs.json', runsOf(sketches));
  return runIt('--job-runs', '{}/runs.json', ...more);
};

describe('cinderlog check --job-runs', () => {
  it('passes a run that took as long as those before', async () => {
    const { exitCode, out } = await check([...usual, { transformS: 503 }]);
    expect(exitCode, out).toBe(0);
    expect(out).toContain('nightly: passed');
    expect(out).toContain('against 6 earlier runs');
  });

  it('fails a slower run, and names the task that made it slower', async () => {
    const { exitCode, out } = await check([...usual, { transformS: 900 }]);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/FAIL run without waiting for clusters against 6 earlier runs: 16 m 40 s/);
    expect(out).toMatch(/warn task "transform" against 6 earlier runs: 15 m,/);
    expect(out).not.toContain('task "load"');
  });

  it('only warns when clusters took longer to come', async () => {
    const { exitCode, out } = await check([...usual, { transformS: 500, setupS: 400 }]);
    expect(exitCode, out).toBe(0);
    expect(out).toMatch(/warn waiting for its turn and for clusters against 6 earlier runs: 6 m 40 s/);
  });

  it('does not take failed runs for a baseline, and fails a run that failed', async () => {
    const failed = usual.map((sketch) => ({ ...sketch, result: 'FAILED' }));
    const none = await check([...failed, { transformS: 500 }]);
    expect(none.exitCode).toBe(1);
    expect(none.out).toContain('there is no earlier run of this job that ended well');
    const last = await check([...usual, { transformS: 500, result: 'FAILED' }]);
    expect(last.exitCode).toBe(1);
    expect(last.out).toContain('the run ended as FAILED');
  });

  it('checks limits of the run and its tasks; a task that did not run, and a limit it cannot tell, fail', async () => {
    const runs = [...usual, { transformS: 500 }];
    const kept = await check(runs, '--limit', 'run=12m', '--limit', 'task:transform=10m');
    expect(kept.exitCode, kept.out).toBe(0);
    const broken = await check(runs, '--limit', 'run=10m..20m', '--limit', 'task:trans*=8m');
    expect(broken.exitCode).toBe(1);
    expect(broken.out).toMatch(/warn run duration: took 11 m, more than the expected 10 m/);
    expect(broken.out).toMatch(/FAIL task "transform": took 8 m 20 s, more than the maximum of 8 m/);
    expect((await check(runs, '--limit', 'task:publish=1m')).out).toContain('FAIL task of the job run "publish"');
    expect((await check(runs, '--limit', 'spill=1g')).out).toMatch(
      /FAIL limit that cannot be checked: limits of spilledBytes need an event log/,
    );
  });

  it('takes timeouts and health rules of a bundle as limits', async () => {
    const bundle = (timeout: number, more = '') => {
      folder.write(
        'databricks.yml',
        [
          'resources: { jobs: { nightly: { name: nightly,',
          `  timeout_seconds: ${timeout},`,
          '  health: { rules: [',
          `    { metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 600 }${more}] },`,
          '  tasks: [{ task_key: transform, timeout_seconds: 400 }] } } }',
        ].join('\n'),
      );
    };
    const runs = [...usual, { transformS: 500 }];
    bundle(3600);
    const { exitCode, out } = await check(runs, '--bundle', '{}/databricks.yml');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/warn run duration: took 11 m, more than the expected 10 m/);
    expect(out).toMatch(/FAIL task "transform": took 8 m 20 s, more than the maximum of 6 m 40 s/);
    bundle(630, ', { metric: STREAMING_BACKLOG_BYTES, op: GREATER_THAN, value: 1 }');
    const more = (await check(runs, '--bundle', '{}/databricks.yml')).out;
    expect(more).toMatch(/FAIL run duration: took 11 m, more than the maximum of 10 m 30 s/);
    expect(more).toMatch(/limits of streams need an event log/);
    const log = await runIt('{}/log', '--bundle', '{}/databricks.yml', '--no-baseline');
    expect(log.exitCode).toBe(1);
    expect(log.out).toContain('limits of tasks need the history of job runs');
    expect(log.out).toContain('FAIL streaming query: was not found in this run');
  });

  it('holds the retries of tasks against max_retries of a bundle, or a limit of its own', async () => {
    folder.write(
      'retries.yml',
      'resources: { jobs: { nightly: { name: nightly, tasks: [{ task_key: load, max_retries: 0 }, { task_key: transform, max_retries: 2 }] } } }',
    );
    const withRetries = (retries: number) =>
      check([...usual, { transformS: 500, retries }], '--bundle', '{}/retries.yml');
    const none = await withRetries(0);
    expect(none.exitCode, none.out).toBe(0);
    expect(none.out).not.toContain('warn');
    const some = await withRetries(1);
    expect(some.exitCode).toBe(0);
    expect(some.out).toContain(
      'warn task "transform", retries: needed 1 of 2 allowed retries: it failed before it went well, or was repaired',
    );
    // More than the bundle allows: what is deployed is not what the bundle says.
    const many = await withRetries(3);
    expect(many.exitCode).toBe(1);
    expect(many.out).toContain('FAIL task "transform", retries: needed 3 retries, more than the 2 allowed');
    const runs = [...usual, { transformS: 500, retries: 1 }];
    expect((await check(runs, '--limit', 'task-retries:trans*=0')).exitCode).toBe(1);
    expect((await check(runs, '--limit', 'task-retries:load=0')).exitCode).toBe(0);
    expect((await check(runs, '--limit', 'task-retries:=0')).err).toContain('needs the key of a task');
    const log = await runIt('{}/log', '--bundle', '{}/retries.yml', '--no-baseline');
    expect(log.out).toContain('limits of tasks need the history of job runs (--job-runs)');
  });

  it('needs something to check', async () => {
    expect(await folder.run(['check'])).toMatchObject({ exitCode: 2, out: '' });
    expect((await check([...usual], '--job', 'hourly')).err).toContain(
      'There is no run of hourly; there are runs of nightly.',
    );
  });
});

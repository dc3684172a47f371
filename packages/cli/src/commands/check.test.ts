import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandFolder } from '../../test-support/run-command.ts';
import { logText } from '../../test-support/sample-run.ts';

/** A healthy run: start-up to 5 s, then one stage of two tasks that takes so long. */
function runOf(taskMs: number, changes: { unended?: true; name?: string } = {}): string {
  const endMs = 6_000 + taskMs;
  return logText({
    durationMs: endMs + 1_000,
    name: changes.name ?? 'orders',
    ...(changes.unended && { unended: true }),
    executors: [{ id: '1', cores: 2, addedMs: 5_000 }],
    sql: [{ id: 0, startMs: 5_500, endMs: endMs }],
    jobs: [{ id: 0, startMs: 6_000, endMs, sql: 0, stageIds: [0] }],
    stages: [{ id: 0, startMs: 6_000, endMs, taskCount: 2 }],
    tasks: [
      { stage: 0, launchMs: 6_000, finishMs: endMs },
      { stage: 0, launchMs: 6_000, finishMs: endMs },
    ],
  });
}

describe('check, compare and baseline', () => {
  const folder = new CommandFolder();
  const addRuns = ['baseline', 'add', '{}/logs', '--folder', '{}/baseline'];
  beforeAll(() => {
    [60_000, 61_000, 59_500, 60_400, 59_900].forEach((ms, i) => {
      // Runs start at different times, or they would be one and the same.
      const shift = (i + 1) * 86_400_000;
      folder.write(
        `logs/run-${i}`,
        runOf(ms).replace(/\b17000000\d{5}\b/g, (time) => String(Number(time) - shift)),
      );
    });
    folder.write('same', runOf(60_200));
    folder.write('slow', runOf(90_000));
    folder.write('cut', runOf(60_000, { unended: true }));
    folder.write('other', runOf(60_000, { name: 'something else' }));
    folder.write('not-a-log', 'hello\n');
  });
  afterAll(() => {
    folder.remove();
  });

  it('needs a baseline, and says so by failing', async () => {
    const { exitCode, out } = await folder.run(['check', '{}/same', '--baseline', '{}/nothing-here']);
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL baseline: cannot be compared: there is no baseline run to compare with');
    const allowed = ['check', '{}/same', '--baseline', '{}/nothing-here', '--on-missing-baseline', 'warn'];
    expect((await folder.run(allowed)).exitCode).toBe(0);
  });

  it('adds, lists and prunes runs', async () => {
    const added = await folder.run(addRuns);
    expect(added).toMatchObject({ exitCode: 0, err: '' });
    expect(added.out.trimEnd().split('\n')).toHaveLength(5);
    expect((await folder.run(addRuns)).exitCode).toBe(0);
    expect(readdirSync(join(folder.path, 'baseline/orders'))).toHaveLength(5);
    const list = await folder.run(['baseline', 'list', '--folder', '{}/baseline']);
    expect(list.out.match(/orders/g)).toHaveLength(5);
    const dry = await folder.run(['baseline', 'prune', '--keep', '3', '--folder', '{}/baseline', '--dry-run']);
    expect(dry.out).toContain('2 runs would be removed');
    expect(readdirSync(join(folder.path, 'baseline/orders'))).toHaveLength(5);
    await folder.run([...addRuns.slice(0, 4), '{}/pruned']);
    expect((await folder.run(['baseline', 'prune', '--keep', '3', '--folder', '{}/pruned'])).exitCode).toBe(0);
    // The two oldest go: the last two that were written, as each started a day earlier.
    const kept = readdirSync(join(folder.path, 'pruned/orders')).sort();
    expect(kept).toEqual(readdirSync(join(folder.path, 'baseline/orders')).sort().slice(-3));
    expect((await folder.run(['baseline', 'prune', '--folder', '{}/baseline'])).exitCode).toBe(2);
  });

  it('refuses to take a run into the baseline that is not whole', async () => {
    const refused = await folder.run(['baseline', 'add', '{}/cut', '--folder', '{}/none']);
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toContain('was not added: the log has no end of the application');
  });

  it('passes a run like the others and fails a slower one, with the cause', async () => {
    const same = await folder.run(['check', '{}/same', '--baseline', '{}/baseline']);
    expect(same.exitCode).toBe(0);
    expect(same.out).toContain('orders: passed');
    const slow = await folder.run(['check', '{}/slow', '--baseline', '{}/baseline']);
    expect(slow.exitCode).toBe(1);
    expect(slow.out).toMatch(
      /FAIL working time against 5 baseline runs: 91\.5 s, 48\.8 % more than the usual\s+61\.5 s/,
    );
    expect(slow.out).toMatch(/\+29\.9 s {2}tasks took longer for the same input/);
  });

  it('takes logs as a baseline as well', async () => {
    expect((await folder.run(['check', '{}/slow', '--baseline', '{}/logs'])).exitCode).toBe(1);
    expect((await folder.run(['check', '{}/same', '--baseline', '{}/logs/run-0', '{}/logs/run-1'])).exitCode).toBe(0);
  });

  it('does not compare runs of different jobs', async () => {
    const { exitCode, out } = await folder.run(['check', '{}/other', '--baseline', '{}/baseline']);
    expect(exitCode).toBe(1);
    expect(out).toContain('there is no baseline run');
  });

  it('fails an incomplete run unless told otherwise, and with --strict ends with 4', async () => {
    const args = ['check', '{}/cut', '--baseline', '{}/baseline'];
    expect((await folder.run(args)).exitCode).toBe(1);
    expect((await folder.run([...args, '--on-incomplete-run', 'warn'])).exitCode).toBe(0);
    expect((await folder.run([...args, '--strict'])).exitCode).toBe(4);
  });

  it('checks limits alone', async () => {
    const limit = (text: string) => folder.run(['check', '{}/same', '--limit', text]);
    expect((await limit('run=60s..80s')).out).toContain('warn run duration: took 67.2 s, more than the expected 60 s');
    expect((await limit('run=60s..80s')).exitCode).toBe(0);
    expect((await limit('run=65s')).exitCode).toBe(1);
    expect((await limit('sql:nothing of that name=5m')).out).toContain('was not found in this run');
    expect((await limit('ledger:gaps=50%')).exitCode).toBe(0);
    expect((await limit('removed:lost=0')).exitCode).toBe(0);
  });

  it.each([
    ['run', 'has no "="'],
    ['run=5', 'is not a duration'],
    ['sql:=5m', 'needs a name'],
    ['ledger:gaps=many', 'neither a share'],
    ['removed:abducted=0', 'is not a class of removal'],
    ['colour=blue', 'cannot be limited'],
    ['spill=lots', 'is not a size'],
  ])('--limit %s is wrong usage', async (text, sentence) => {
    const { exitCode, err, out } = await folder.run(['check', '{}/same', '--limit', text]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('ends with 3 for what cannot be read, also when the rest is fine', async () => {
    const args = ['check', '{}/same', '{}/not-a-log', '--baseline', '{}/baseline'];
    const { exitCode, out, err } = await folder.run(args);
    expect(exitCode).toBe(3);
    expect(out).toContain('orders: passed');
    expect(err).toContain('not-a-log');
  });

  it('does not take a damaged baseline for a smaller one', async () => {
    folder.write('broken/orders/x.json', '{"schemaVersion": 1, "job": ');
    const broken = await folder.run(['check', '{}/same', '--baseline', '{}/broken']);
    expect(broken.exitCode).toBe(3);
    expect(broken.err).toContain('x.json is not a baseline run: it is no valid JSON.');
    folder.write('newer/orders/x.json', '{"schemaVersion": 9}');
    expect((await folder.run(['check', '{}/same', '--baseline', '{}/newer'])).err).toContain(
      'a later cinderlog wrote it',
    );
  });

  it('reads the configuration, and names what is wrong with it by line and column', async () => {
    folder.write(
      'good.yaml',
      'checks:\n  limits:\n    run: { maximum: 65s }\n  baseline: { folder: nowhere }\n  onMissingBaseline: pass\n',
    );
    const good = await folder.run(['check', '{}/same', '--config-file', '{}/good.yaml']);
    expect(good.exitCode).toBe(1);
    expect(good.out).toContain('FAIL run duration');
    folder.write('bad.yaml', 'checks:\n  limits:\n    run:\n      maximum: 65\n    spil: 1g\n');
    const bad = await folder.run(['check', '{}/same', '--config-file', '{}/bad.yaml']);
    expect(bad.exitCode).toBe(2);
    expect(bad.err).toContain('{}/bad.yaml:4:16 checks.limits.run.maximum: a duration with its unit is needed');
    expect(bad.err).toMatch(/bad\.yaml:5:\d+ checks\.limits\.spil is not a setting/);
    folder.write('bad.json', '{\n  "checks": {\n    "limits": ]\n}');
    expect((await folder.run(['check', '{}/same', '--config-file', '{}/bad.json'])).err).toMatch(/bad\.json:3:\d+ /);
    folder.write('bomb.yaml', `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: *a`).join('\n')}\n`);
    expect((await folder.run(['check', '{}/same', '--config-file', '{}/bomb.yaml'])).exitCode).toBe(2);
  });

  it('writes several formats at once', async () => {
    const args = [
      'check',
      '{}/slow',
      '--baseline',
      '{}/baseline',
      '-o',
      '{}/junit.xml',
      '-o',
      'gitlab:{}/quality.json',
    ];
    expect((await folder.run(args)).exitCode).toBe(1);
    expect(readFileSync(join(folder.path, 'junit.xml'), 'utf8')).toContain('<failure message="91');
    expect(JSON.parse(readFileSync(join(folder.path, 'quality.json'), 'utf8'))).toHaveLength(4);
    const nameless = await folder.run(['check', '{}/slow', '-o', '{}/result']);
    expect(nameless).toMatchObject({ exitCode: 2, out: '' });
  });

  it('writes the summary of a GitHub job', async () => {
    folder.write('summary.md', '');
    const env = { GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md') };
    const { out } = await folder.run(['check', '{}/slow', '--baseline', '{}/baseline', '--format', 'github'], env);
    expect(out).toMatch(/^::error title=cinderlog%3A orders::working time against 5 baseline runs: 91/);
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toContain('### ❌ orders');
  });

  it('shows a difference without failing', async () => {
    const { exitCode, out } = await folder.run(['compare', '{}/logs', '{}/slow']);
    expect(exitCode).toBe(0);
    expect(out).toContain('orders: regressed');
    expect(out).toContain('What changed: 67.1 s to 97 s, +29.9 s');
    expect((await folder.run(['compare', '{}/slow', '{}/not-there'])).exitCode).toBe(3);
  });

  it('explains its flags and exit codes', async () => {
    for (const name of ['check', 'compare', 'baseline']) {
      const { exitCode, out } = await folder.run([name, '--help']);
      expect(exitCode).toBe(0);
      expect(out).toContain('Examples:');
    }
    expect((await folder.run(['check', '--help'])).out).toContain('1 a check failed');
    expect((await folder.run(['check', 'x', '--format', 'pdf'])).exitCode).toBe(2);
  });
});

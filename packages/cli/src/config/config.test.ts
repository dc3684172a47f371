import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CommandFolder } from '../../test-support/run-command.ts';
import { logText } from '../../test-support/sample-run.ts';
import { findConfig } from './find-config.ts';

let folder: CommandFolder;
beforeAll(() => {
  folder = new CommandFolder();
  folder.write('log', logText());
});
afterAll(() => {
  folder.remove();
});

const report = (config: string, ...more: string[]) => {
  folder.write('c.yaml', config);
  return folder.run(['report', '{}/log', '--config-file', '{}/c.yaml', ...more]);
};
interface Document {
  findings: { id: string; kind: string }[];
  suppressedFindings?: { id: string; suppression: { reason: string } }[];
}
const documentOf = ({ out }: { out: string }) => JSON.parse(out) as Document;

describe('the configuration', () => {
  it('is found in the working directory or above, the nearest first', () => {
    mkdirSync(join(folder.path, 'a/b'), { recursive: true });
    writeFileSync(join(folder.path, 'cinderlog.config.json'), '{}');
    expect(findConfig(join(folder.path, 'a/b'))).toBe('../../cinderlog.config.json');
    writeFileSync(join(folder.path, 'a/cinderlog.config.yaml'), '');
    expect(findConfig(join(folder.path, 'a/b'))).toBe('../cinderlog.config.yaml');
  });

  it('sets flags that the command line does not, from its own folder', async () => {
    folder.write('hidden/c.yaml', 'flags: { report: { format: json, output: here.json } }');
    const set = await folder.run(['report', '{}/log', '-c', '{}/hidden/c.yaml']);
    expect([set.exitCode, set.out]).toEqual([0, '']);
    expect(readFileSync(join(folder.path, 'hidden/here.json'), 'utf8')).toContain('"schemaVersion"');
    const given = await report('flags: { report: { format: json } }', '--format', 'ndjson');
    expect(given.out.split('\n').length).toBeGreaterThan(2);
    const plain = await folder.run(['report', '{}/log', '--no-config-file']);
    expect(plain.out).toContain('Where the time went');
  });

  it('moves limits of findings', async () => {
    const gap = (kinds: Document) => kinds.findings.filter(({ kind }) => kind === 'execution-gap').length;
    const usual = documentOf(await report('', '--format', 'json'));
    const wide = documentOf(
      await report('findings: { limits: { execution-gap: { leastLength: 50s } } }', '--format', 'json'),
    );
    expect([gap(usual) > 0, gap(wide)]).toEqual([true, 0]);
  });

  it('takes findings out, but lists them in every format', async () => {
    const rule = 'findings: { suppress: [{ kind: failed-job, reason: a known bug, expires: 2999-01-01 }] }';
    const document = documentOf(await report(rule, '--format', 'json'));
    expect(document.findings.some(({ kind }) => kind === 'failed-job')).toBe(false);
    expect(document.suppressedFindings?.map(({ id, suppression }) => [id, suppression.reason])).toEqual([
      ['failed-job:1', 'a known bug'],
    ]);
    for (const format of ['text', 'markdown', 'html', 'ndjson']) {
      const { out } = await report(rule, '--format', format);
      expect(out, format).toContain('a known bug');
    }
    expect((await report(rule, '--all')).out).toContain('1 finding is suppressed by the configuration');
  });

  it('shows a finding again when its suppression has expired, and warns', async () => {
    const { out, err } = await report(
      'findings:\n  suppress:\n    - { kind: failed-job, reason: a known bug, expires: 2020-01-31 }',
    );
    expect(out).toContain('Job 1 failed');
    expect(out).not.toContain('suppressed');
    expect(err).toContain(
      'c.yaml:3:7: the suppression of failed-job ended on 2020-01-31 (a known bug); what it hid is shown again',
    );
  });

  it('holds for check: suppressed findings are not counted, expired rules warn', async () => {
    const check = (expires: string) => {
      const config = [
        `findings: { suppress: [{ kind: failed-job, reason: a known bug, expires: ${expires} }] }`,
        'checks: { onIncompleteRun: pass, limits: { findings: [{ kind: failed-job, maximum: 0 }] } }',
      ];
      folder.write('c.yaml', config.join('\n'));
      return folder.run(['check', '{}/log', '-c', '{}/c.yaml']);
    };
    const held = await check('2999-01-01');
    expect(held.exitCode).toBe(0);
    expect(held.out).toMatch(/1 finding is suppressed[\s\S]*failed-job:1[\s\S]*a known bug/);
    const expired = await check('2020-01-31');
    expect(expired.exitCode).toBe(1);
    expect(expired.out).toMatch(/warn expired suppression/);
  });

  it.each([
    ['flags: { report: { tpo: 5 } }', 'c.yaml:1:20 flags.report.tpo is not a setting'],
    ['flags:\n  report:\n    gap-limit: 30', 'c.yaml:3:16 flags.report.gap-limit: Give a number with its unit'],
    ['flags: { report: { color: sometimes } }', 'c.yaml:1:27 flags.report.color: Invalid option'],
    ['findings: { limits: { spil: {} } }', 'findings.limits.spil is not a setting'],
    ['findings: { limits: { spill: { spillShare: 0.2 } } }', 'a share from 0 % to 100 % is needed'],
    ['findings: { suppress: [{ kind: spill, expires: 2027-01-01 }] }', 'suppress.0.reason: a reason is needed'],
    ['findings: { suppress: [{ kind: spill, reason: x }] }', 'suppress.0.expires: a day is needed'],
    ['findings: { suppress: [{ kind: spill, reason: x, expires: 2027-02-30 }] }', 'a day is needed, such as'],
    ['findings: { suppress: [{ kind: spil, reason: x, expires: 2027-01-01 }] }', 'this is no kind of finding'],
    ['findings: { suppress: [{ reason: x, expires: 2027-01-01 }] }', 'an id or a kind is needed'],
  ])('names what is wrong by line and column: %s', async (config, problem) => {
    const { exitCode, err } = await report(config);
    expect(exitCode).toBe(2);
    expect(err).toContain(problem);
  });
});

describe('cinderlog config', () => {
  it('prints a schema that takes what the program takes, and refuses what it refuses', async () => {
    const schema = JSON.parse((await folder.run(['config', 'schema'])).out) as Record<string, unknown>;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const docs = readFileSync('docs/configuration.md', 'utf8') + readFileSync('docs/checks.md', 'utf8');
    const examples = [...docs.matchAll(/```yaml\n((?:# yaml|checks:|findings:|flags:)[\s\S]*?)```/g)].map(
      ([, text]) => text ?? '',
    );
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      expect(validate(parse(example)), JSON.stringify(validate.errors)).toBe(true);
      folder.write('example.yaml', example);
      expect(await folder.run(['config', 'check', '{}/example.yaml'])).toMatchObject({ exitCode: 0, err: '' });
    }
    expect(validate({ findings: { limits: { spil: {} } } })).toBe(false);
    expect(validate({ flags: { report: { color: 'sometimes' } } })).toBe(false);
  });
});

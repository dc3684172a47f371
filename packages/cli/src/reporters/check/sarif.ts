import type { Check } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { version } from '../../version.ts';
import type { CheckReport } from './check-report.ts';

/** SARIF 2.1.0: a result per failed or warned check. There is no line of code to point to, so the job is a logical location. */
export function renderSarif(report: CheckReport): string {
  const found = report.jobs.flatMap(({ job, checks }) =>
    checks.filter(({ status }) => status !== 'passed').map((check) => ({ job, check })),
  );
  const ruleIds = [...new Set(found.map(({ check }) => ruleOf(check)))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cinderlog',
            version,
            rules: ruleIds.map((id) => ({ id, shortDescription: { text: ruleTexts[id] ?? id } })),
          },
        },
        results: found.map(({ job, check }) => ({
          ruleId: ruleOf(check),
          ruleIndex: ruleIds.indexOf(ruleOf(check)),
          level: check.status === 'failed' ? 'error' : 'warning',
          message: { text: escapeText(`${job}: ${check.title}: ${check.because}`) },
          locations: [
            {
              // Code scanning shows nothing without a file: the configuration is where the limits are.
              physicalLocation: { artifactLocation: { uri: 'cinderlog.config.yaml' }, region: { startLine: 1 } },
              logicalLocations: [{ name: escapeText(job), kind: 'module' }],
            },
          ],
          partialFingerprints: { 'cinderlogCheck/v1': escapeText(`${job}/${check.id}`) },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const ruleTexts: Readonly<Record<string, string>> = {
  baseline: 'The run must not be slower than its baseline',
  complete: 'The run and its log must be whole',
  run: 'The run must not take longer than its limit',
};

/** The kind of a check: what stands before the subject in its id. */
function ruleOf({ id }: Check): string {
  return id.split(/[:@]/, 1)[0] ?? id;
}

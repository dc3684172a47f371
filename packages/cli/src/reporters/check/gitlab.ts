import type { CheckReport } from './check-report.ts';
import { escapeText } from '../../terminal/escape.ts';

/** GitLab's code quality report (a subset of Code Climate's): an entry per failed or warned check. */
export function renderGitlab(report: CheckReport): string {
  const entries = report.jobs.flatMap(({ job, checks }) =>
    checks.flatMap(({ id, status, title, because }) =>
      status === 'passed'
        ? []
        : [
            {
              description: escapeText(`${job}: ${title}: ${because}`),
              check_name: `cinderlog/${id.split(/[:@]/, 1)[0] ?? id}`,
              fingerprint: fingerprint(`${job}\n${id}`),
              severity: status === 'failed' ? 'major' : 'minor',
              location: { path: 'cinderlog.config.yaml', lines: { begin: 1 } },
            },
          ],
    ),
  );
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

/** The same for the same check of the same job, so that GitLab sees what is new (FNV-1a, twice 32 bits). */
function fingerprint(text: string): string {
  const hash = (seed: number) => {
    let value = seed;
    for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
    return (value >>> 0).toString(16).padStart(8, '0');
  };
  return hash(0x811c9dc5) + hash(0x050c5d1f);
}

import type { CheckReport } from './check-report.ts';
import { escapeCommand, escapeCommandProperty } from './escape.ts';

const commands = { failed: 'error', warned: 'warning' } as const;

/** Workflow commands that GitHub shows as annotations: one line per failed or warned check. */
export function renderGithub(report: CheckReport): string {
  const lines = report.jobs.flatMap(({ job, checks }) =>
    checks.flatMap(({ status, title, because }) =>
      status === 'passed'
        ? []
        : [
            `::${commands[status]} title=${escapeCommandProperty(`cinderlog: ${job}`)}::${escapeCommand(`${title}: ${because}`)}`,
          ],
    ),
  );
  const passed = report.jobs.flatMap(({ checks }) => checks).filter(({ status }) => status === 'passed').length;
  return `${[...lines, `cinderlog: ${passed} checks passed`].join('\n')}\n`;
}

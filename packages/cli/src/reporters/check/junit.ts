import type { Check, JobCheck } from '@cinderlog/core';
import type { CheckReport } from './check-report.ts';
import { escapeXml } from './escape.ts';

/** JUnit XML as Jenkins, GitLab and GitHub's test reporters read it: a suite per job, a case per check. Warnings pass, and say so. */
export function renderJunit(report: CheckReport): string {
  const all = report.jobs.flatMap(({ checks }) => checks);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cinderlog" tests="${all.length}" failures="${countFailed(all)}" errors="0">`,
    ...report.jobs.flatMap(suite),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ job, checks, runs }: JobCheck): string[] {
  const seconds = runs.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const startedAt = runs[0]?.startedAt.slice(0, 19);
  const timestamp = startedAt === undefined ? '' : ` timestamp="${escapeXml(startedAt)}"`;
  return [
    `  <testsuite name="${escapeXml(job)}" tests="${checks.length}" failures="${countFailed(checks)}" errors="0" skipped="0" time="${seconds.toFixed(3)}"${timestamp}>`,
    ...checks.flatMap((check) => testCase(check, job)),
    '  </testsuite>',
  ];
}

function testCase({ title, because, status, measured, unit }: Check, job: string): string[] {
  const time = measured !== undefined && unit === 'ms' ? (measured / 1000).toFixed(3) : '0';
  const open = `    <testcase classname="cinderlog.${escapeXml(job)}" name="${escapeXml(title)}" time="${time}"`;
  if (status === 'failed') {
    const text = escapeXml(because);
    return [`${open}>`, `      <failure message="${text}" type="check">${text}</failure>`, '    </testcase>'];
  }
  return [
    `${open}>`,
    `      <system-out>${status === 'warned' ? 'warning: ' : ''}${escapeXml(because)}</system-out>`,
    '    </testcase>',
  ];
}

function countFailed(checks: readonly Check[]): number {
  return checks.filter(({ status }) => status === 'failed').length;
}

import { formatDuration, plural, type Result } from '@cinderlog/core';
import { labelWords } from './ledger-words.ts';

/** Parts of the ledger named in the sentence: the largest two, and up to two more that fill a twentieth of the run. */
const fewestParts = 2;
const mostParts = 4;
const worthNaming = 1 / 20;

/** The report in one sentence: "Of 3 h 12 m, 41 m the driver planned queries, 20 m lost work was done again." */
export function ledgerSentence(result: Result): string {
  const runMs = result.application.durationMs;
  const named = result.ledger.wallClock
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, mostParts)
    .filter(({ ms }, i) => i < fewestParts || ms >= runMs * worthNaming)
    .map(({ label, ms }) => `${formatDuration(ms)} ${labelWords[label].clause}`);
  if (named.length === 0) return 'The log spans no time at all.';
  const last = named.pop() ?? '';
  return `Of ${formatDuration(runMs)}, ${named.length === 0 ? last : `${named.join(', ')} and ${last}`}.`;
}

/** What to look at first: the costliest finding and its cause, unless all are details; not yet escaped. */
export function firstThing(result: Result): string | undefined {
  const [first] = result.findings;
  if (first === undefined || first.severity === 'info') return undefined;
  return `${first.title} (${first.cause.because}).`;
}

/** More would push the ledger off the first screen. */
const mostThings = 3;

/** The findings that come next, by their titles; not yet escaped. */
export function nextThings(result: Result): string[] {
  return result.findings
    .slice(1, mostThings)
    .filter(({ severity }) => severity !== 'info')
    .map(({ title }) => `${title}.`);
}

/** Where a log without an end stops: what ran last tells the reader of it which run this is, and what was lost. */
export function describeStop({ application, jobs, quality }: Result): string | undefined {
  if (!application.endInferred || quality.trust.level !== 'open-ended') return undefined;
  const open = jobs.filter((job) => job.status === 'unfinished');
  const [job] = open;
  const at = `The log stops at +${formatDuration(application.durationMs)}`;
  const why = 'the application still runs, or its driver was killed';
  if (job === undefined) return `${at} with no job open and without an end: ${why}.`;
  const name = job.description ?? job.name;
  const what = `job ${job.id}${name === undefined ? '' : ` (${name})`}`;
  const others = open.length > 1 ? ` and ${plural(open.length - 1, 'other')}` : '';
  return `${at} in the middle of ${what}${others}: ${why}.`;
}

/** How the run ended, as far as the log tells. */
export function describeEnd(result: Result): { text: string; good: boolean } {
  const { application, quality, jobs } = result;
  const failed = jobs.filter((job) => job.status === 'failed').length;
  const open = jobs.filter((job) => job.status === 'unfinished').length;
  const ofJobs = `of ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`;
  const outcome =
    jobs.length === 0
      ? 'no job'
      : failed > 0
        ? `${failed} ${ofJobs} failed`
        : open > 0
          ? `${open} ${ofJobs} not finished`
          : jobs.length === 1
            ? 'its job succeeded'
            : `all ${jobs.length} jobs succeeded`;
  const { exitCode } = application;
  const badExit = exitCode !== undefined && exitCode !== 0;
  const end = application.endInferred
    ? quality.inProgress
      ? 'still running or killed'
      : 'no end in the log'
    : badExit
      ? `ended with exit code ${exitCode}`
      : 'ended';
  return { text: `${end}, ${outcome}`, good: !application.endInferred && !badExit && failed === 0 && open === 0 };
}

import { appendFileSync, writeFileSync } from 'node:fs';
import {
  AppError,
  bundleAsLimits,
  checkRuns,
  groupBy,
  worstStatus,
  type BundleLimits,
  type Check,
  type JobCheck,
  type Limits,
  type RunSummary,
} from '@cinderlog/core';
import { readBundle } from '@cinderlog/core/node';
import { compareOptionsOf, policyOf, type CheckSettings } from '../config/config-schema.ts';
import { joinLimits, parseLimit } from '../config/limit-flag.ts';
import type { Settings } from '../config/settings.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { CheckReport } from '../reporters/check/check-report.ts';
import { formatOfFileName, renderCheck, type CheckFormat } from '../reporters/check/formats.ts';
import { newPage } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth, type ColorChoice } from '../terminal/terminal.ts';
import { defaultBaselineFolder, looksLikeStore, readStore } from './baseline-store.ts';
import { checkHistories, readHistories, type Histories } from './check-history.ts';
import { loadRuns } from './load-runs.ts';

/** Flags that `check` and `compare` share. */
export interface OutputFlags {
  readonly format: CheckFormat;
  readonly output?: readonly string[];
  readonly width?: number;
  readonly color: ColorChoice;
  readonly verbose?: true;
}

export interface CheckFlags extends OutputFlags {
  readonly baseline?: readonly string[] | false;
  readonly limit?: readonly string[];
  readonly job?: string;
  readonly onMissingBaseline?: 'fail' | 'warn' | 'pass';
  readonly onIncompleteRun?: 'fail' | 'warn' | 'pass';
  readonly strict?: true;
  readonly jobRuns?: readonly string[];
  readonly bundle?: string;
}

const usualBaselineRuns = 20;

/** Checks runs against limits and their baseline. Fails with 1 when a check failed; writes all that is asked for before. */
export async function check(
  inputs: readonly string[],
  flags: CheckFlags,
  settings: Settings,
  io: Io,
): Promise<ExitCode> {
  const checks = withFlags(settings.checks, flags);
  const limits = (flags.limit ?? []).reduce(addLimit, checks.limits ?? {});
  const outputs = chooseOutputs(flags);
  const job = flags.job ?? checks.job;
  const { jobRuns, bundle: bundleFile } = flags;
  if (inputs.length === 0 && jobRuns === undefined) {
    throw new AppError('usage', 'Say what to check: event logs, the history of job runs (--job-runs), or both.');
  }
  const bundle = bundleFile === undefined ? undefined : await readBundle(bundleFile);
  const hasLimits = bundle !== undefined || Object.values(limits).some((limit) => limit !== undefined);
  const options = compareOptionsOf(checks);
  const policy = policyOf(checks);
  const verbose = flags.verbose === true;
  const histories = jobRuns === undefined ? undefined : await readHistories(jobRuns, verbose, io);
  const known = inputs.length === 0 ? undefined : await knownRuns(flags, checks, hasLimits, io);
  const { runs, suppressed, unreadable } =
    inputs.length === 0 ? noRuns : await loadRuns(inputs, job, verbose, io, settings.findings);
  const notRead = unreadable ?? histories?.unreadable;
  if (runs.length === 0 && histories === undefined) return notRead ?? exitCodes.inputUnreadable;
  const ofLogs = [...groupBy(runs, ({ job }) => job)].map(([name, fresh]) => {
    const asked = limitsOfLog(name, limits, bundle, histories);
    return checkRuns({
      fresh,
      ...(known && { known: latest(known, name, fresh, checks) }),
      ...asked,
      options,
      policy,
    });
  });
  const mostKnown = flags.baseline === false ? 0 : (checks.baseline?.runs ?? usualBaselineRuns);
  const withLogs = inputs.length > 0;
  const ofHistories =
    histories === undefined
      ? []
      : checkHistories(histories, job, { limits, bundle, mostKnown, withLogs, options, policy });
  const jobs = [...ofLogs, ...ofHistories].map(withExpired(settings));
  const report = reportOf('check', jobs, notRead !== undefined, suppressed);
  await writeOutputs(report, outputs, flags, io);
  if (notRead !== undefined) return notRead;
  if (flags.strict === true && runs.some(({ incomplete }) => incomplete.length > 0)) return exitCodes.readInPart;
  return report.status === 'failed' ? exitCodes.checkFailed : exitCodes.fine;
}

const noRuns = { runs: [], suppressed: [], unreadable: undefined } as const;

/** What is asked of the event logs of a job; limits that only a history of job runs can tell need one. */
function limitsOfLog(
  job: string,
  { tasks, ...limits }: Limits,
  bundle: BundleLimits | undefined,
  histories: Histories | undefined,
): { limits: Limits; missing: readonly string[] } {
  const names = [job, ...(histories?.jobs.keys() ?? [])];
  const ofBundle = bundle === undefined ? { limits: {}, missing: [] } : bundleAsLimits(bundle, names);
  const { tasks: bundleTasks, run, ...others }: Limits = ofBundle.limits;
  const needsHistory = histories === undefined && (tasks ?? bundleTasks) !== undefined;
  return {
    // The job's own run is longer than the application, and is measured where it is known.
    limits: joinLimits(limits, { ...others, ...(histories === undefined && run !== undefined && { run }) }),
    missing: [
      ...ofBundle.missing,
      ...(needsHistory ? ['limits of tasks need the history of job runs (--job-runs)'] : []),
    ],
  };
}

/** A suppression that no longer holds is a warning, in every format. */
function withExpired({ expired }: Settings): (job: JobCheck) => JobCheck {
  return (job) => {
    const warnings = expired.map(({ about, sentence }): Check => {
      return { id: `suppression:${about}`, title: 'expired suppression', status: 'warned', because: sentence };
    });
    const checks = [...job.checks, ...warnings];
    return { ...job, checks, status: worstStatus(checks) };
  };
}

export function reportOf(
  kind: CheckReport['kind'],
  jobs: readonly JobCheck[],
  unreadableInputs: boolean,
  suppressedFindings: CheckReport['suppressedFindings'] = [],
): CheckReport {
  const all: Check[] = jobs.flatMap(({ checks }) => checks);
  return { schemaVersion: 1, kind, status: worstStatus(all), jobs, suppressedFindings, unreadableInputs };
}

function addLimit(limits: Limits, text: string): Limits {
  const parsed = parseLimit(text);
  if (typeof parsed === 'string') throw new AppError('usage', `--limit: ${parsed}. See \`cinderlog check --help\`.`);
  return joinLimits(limits, parsed);
}

function withFlags(checks: CheckSettings, { onMissingBaseline, onIncompleteRun }: CheckFlags): CheckSettings {
  return {
    ...checks,
    ...(onMissingBaseline && { onMissingBaseline }),
    ...(onIncompleteRun && { onIncompleteRun }),
  };
}

/**
 * The baseline that was asked for, by flag or configuration; nothing when only limits are. With neither, the usual folder is
 * meant: a check that checks nothing must not pass.
 */
async function knownRuns(
  flags: CheckFlags,
  checks: CheckSettings,
  hasLimits: boolean,
  io: Io,
): Promise<readonly RunSummary[] | undefined> {
  if (flags.baseline === false) return undefined;
  const configured = checks.baseline?.folder;
  const asked = flags.baseline ?? (configured === undefined ? undefined : [configured]);
  if (asked === undefined) {
    if (hasLimits) return undefined;
    return readStore(defaultBaselineFolder).map(({ summary }) => summary);
  }
  const stores = asked.filter(looksLikeStore);
  const others = asked.filter((path) => !stores.includes(path));
  const stored = stores.flatMap((folder) => readStore(folder).map(({ summary }) => summary));
  if (others.length === 0) return stored;
  const { runs, unreadable } = await loadRuns(others, flags.job ?? checks.job, flags.verbose === true, io);
  if (unreadable !== undefined) throw new AppError('input-unreadable', 'A baseline run could not be read.');
  return [...stored, ...runs];
}

/** The latest whole runs of a job that are not themselves checked. */
function latest(
  known: readonly RunSummary[],
  job: string,
  fresh: readonly RunSummary[],
  checks: CheckSettings,
): RunSummary[] {
  const keyOf = ({ run }: RunSummary) => `${run.id ?? ''} ${run.startedAt}`;
  const checked = new Set(fresh.map(keyOf));
  return known
    .filter((run) => run.job === job && run.incomplete.length === 0 && !checked.has(keyOf(run)))
    .sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1))
    .slice(-(checks.baseline?.runs ?? usualBaselineRuns));
}

interface Output {
  readonly format: CheckFormat;
  readonly file: string;
}

/** `junit:path` names the format; otherwise the name of the file tells. */
export function chooseOutputs({ output = [] }: OutputFlags): Output[] {
  return output.map((text) => {
    const named = /^(text|json|markdown|html|junit|sarif|github|gitlab):(.+)$/.exec(text);
    if (named !== null) return { format: named[1] as CheckFormat, file: named[2] ?? '' };
    const format = formatOfFileName(text);
    if (format !== undefined) return { format, file: text };
    throw new AppError('usage', `--output: the name ${text} does not tell a format; write it as junit:${text}.`);
  });
}

export async function writeOutputs(
  report: CheckReport,
  outputs: readonly Output[],
  flags: OutputFlags,
  io: Io,
): Promise<void> {
  const page = newPage(
    chooseWidth(io.stdout, flags.width),
    chooseColor(io.stdout, flags.color, io.env),
    chooseUnicode(io.env, io.platform),
  );
  io.stdout.write(await renderCheck(report, flags.format, page));
  const plain = newPage(flags.width ?? 100, false, true);
  for (const { format, file } of outputs) writeFile(file, await renderCheck(report, format, plain));
  const summary = io.env.GITHUB_STEP_SUMMARY;
  if (flags.format === 'github' && summary !== undefined && summary !== '') {
    appendFileSync(summary, await renderCheck(report, 'markdown', plain));
  }
}

function writeFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('usage', `The report cannot be written to ${file}: ${reason}.`, { cause: error });
  }
}

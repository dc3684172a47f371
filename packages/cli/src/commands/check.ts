import { appendFileSync, writeFileSync } from 'node:fs';
import {
  AppError,
  checkRuns,
  worstStatus,
  type Check,
  type JobCheck,
  type Limits,
  type RunSummary,
} from '@cinderlog/core';
import { compareOptionsOf, policyOf, type Config } from '../config/config-schema.ts';
import { joinLimits, parseLimit } from '../config/limit-flag.ts';
import { readConfig } from '../config/read-config.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { CheckReport } from '../reporters/check/check-report.ts';
import { formatOfFileName, renderCheck, type CheckFormat } from '../reporters/check/formats.ts';
import { newPage } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth, type ColorChoice } from '../terminal/terminal.ts';
import { defaultBaselineFolder, looksLikeStore, readStore } from './baseline-store.ts';
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
  readonly config?: string;
  readonly baseline?: readonly string[] | false;
  readonly limit?: readonly string[];
  readonly job?: string;
  readonly onMissingBaseline?: 'fail' | 'warn' | 'pass';
  readonly onIncompleteRun?: 'fail' | 'warn' | 'pass';
  readonly strict?: true;
}

const usualBaselineRuns = 20;

/** Checks runs against limits and their baseline. Fails with 1 when a check failed; writes all that is asked for before. */
export async function check(inputs: readonly string[], flags: CheckFlags, io: Io): Promise<ExitCode> {
  const config = withFlags(readConfig(flags.config), flags);
  const limits = (flags.limit ?? []).reduce(addLimit, config.checks?.limits ?? {});
  const outputs = chooseOutputs(flags);
  const job = flags.job ?? config.checks?.job;
  const known = await knownRuns(flags, config, limits, io);
  const { runs, unreadable } = await loadRuns(inputs, job, flags.verbose === true, io);
  if (runs.length === 0) return unreadable ?? exitCodes.inputUnreadable;
  const policy = policyOf(config);
  const jobs = [...groupByJob(runs)].map(([name, fresh]) =>
    checkRuns({
      fresh,
      ...(known && { known: latest(known, name, fresh, config) }),
      limits,
      options: compareOptionsOf(config),
      policy,
    }),
  );
  const report = reportOf('check', jobs, unreadable !== undefined);
  await writeOutputs(report, outputs, flags, io);
  if (unreadable !== undefined) return unreadable;
  if (flags.strict === true && runs.some(({ incomplete }) => incomplete.length > 0)) return exitCodes.readInPart;
  return report.status === 'failed' ? exitCodes.checkFailed : exitCodes.fine;
}

export function reportOf(kind: CheckReport['kind'], jobs: readonly JobCheck[], unreadableInputs: boolean): CheckReport {
  const all: Check[] = jobs.flatMap(({ checks }) => checks);
  return { schemaVersion: 1, kind, status: worstStatus(all), jobs, unreadableInputs };
}

function addLimit(limits: Limits, text: string): Limits {
  const parsed = parseLimit(text);
  if (typeof parsed === 'string') throw new AppError('usage', `--limit: ${parsed}. See \`cinderlog check --help\`.`);
  return joinLimits(limits, parsed);
}

function withFlags(config: Config, { onMissingBaseline, onIncompleteRun }: CheckFlags): Config {
  return {
    checks: {
      ...config.checks,
      ...(onMissingBaseline && { onMissingBaseline }),
      ...(onIncompleteRun && { onIncompleteRun }),
    },
  };
}

/**
 * The baseline that was asked for, by flag or configuration; nothing when only limits are. With neither, the usual folder is
 * meant: a check that checks nothing must not pass.
 */
async function knownRuns(
  flags: CheckFlags,
  config: Config,
  limits: Limits,
  io: Io,
): Promise<readonly RunSummary[] | undefined> {
  if (flags.baseline === false) return undefined;
  const configured = config.checks?.baseline?.folder;
  const asked = flags.baseline ?? (configured === undefined ? undefined : [configured]);
  if (asked === undefined) {
    if (Object.values(limits).some((limit) => limit !== undefined)) return undefined;
    return readStore(defaultBaselineFolder).map(({ summary }) => summary);
  }
  const stores = asked.filter(looksLikeStore);
  const others = asked.filter((path) => !stores.includes(path));
  const stored = stores.flatMap((folder) => readStore(folder).map(({ summary }) => summary));
  if (others.length === 0) return stored;
  const { runs, unreadable } = await loadRuns(others, flags.job ?? config.checks?.job, flags.verbose === true, io);
  if (unreadable !== undefined) throw new AppError('input-unreadable', 'A baseline run could not be read.');
  return [...stored, ...runs];
}

/** The latest whole runs of a job that are not themselves checked. */
function latest(known: readonly RunSummary[], job: string, fresh: readonly RunSummary[], config: Config): RunSummary[] {
  const keyOf = ({ run }: RunSummary) => `${run.id ?? ''} ${run.startedAt}`;
  const checked = new Set(fresh.map(keyOf));
  return known
    .filter((run) => run.job === job && run.incomplete.length === 0 && !checked.has(keyOf(run)))
    .sort((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1))
    .slice(-(config.checks?.baseline?.runs ?? usualBaselineRuns));
}

function groupByJob(runs: readonly RunSummary[]): Map<string, RunSummary[]> {
  const jobs = new Map<string, RunSummary[]>();
  for (const run of runs) jobs.set(run.job, [...(jobs.get(run.job) ?? []), run]);
  return jobs;
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

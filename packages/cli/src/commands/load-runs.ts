import { readFileSync, statSync } from 'node:fs';
import { AppError, runSummarySchema, summarise, type RunSummary, type SummarisedRun } from '@cinderlog/core';
import type { Settings } from '../config/settings.ts';
import { reportFailure } from '../failure.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { SuppressedFinding } from '../reporters/check/check-report.ts';
import { Interruption } from './interrupt.ts';
import { readInputs, type Making } from './read-inputs.ts';

export interface LoadedRuns {
  readonly runs: readonly RunSummary[];
  /** Findings of these runs that the configuration suppresses. */
  readonly suppressed: readonly SuppressedFinding[];
  /** What to exit with because something could not be read. */
  readonly unreadable: ExitCode | undefined;
}

/**
 * Reads event logs, pages that `cinderlog report` wrote, and summaries that `cinderlog baseline add` wrote, to summaries. What cannot be
 * read is said.
 */
export async function loadRuns(
  inputs: readonly string[],
  job: string | undefined,
  verbose: boolean,
  io: Io,
  findings?: Settings['findings'],
): Promise<LoadedRuns> {
  const runs: RunSummary[] = [];
  const suppressed: SuppressedFinding[] = [];
  let unreadable: ExitCode | undefined;
  const refuse = (error: unknown) => {
    unreadable = worse(unreadable, reportFailure(io.stderr, error, verbose));
  };
  const logInputs: string[] = [];
  for (const input of inputs) {
    try {
      const summary = readSummary(input);
      if (summary === undefined) logInputs.push(input);
      else runs.push(job === undefined ? summary : { ...summary, job });
    } catch (error) {
      refuse(error);
    }
  }
  if (logInputs.length > 0) {
    const flags = { ...(verbose && { verbose }), ...(findings && { findingSettings: findings }) };
    const read = await readInputs(logInputs, flags, io, new Interruption(io), makeSummaries(job, suppressed));
    read.dispose();
    runs.push(...read.runs);
    unreadable = worse(unreadable, read.unreadable);
  }
  return { runs, suppressed, unreadable };
}

function worse(a: ExitCode | undefined, b: ExitCode | undefined): ExitCode | undefined {
  return a === undefined || b === undefined ? (a ?? b) : (Math.max(a, b) as ExitCode);
}

/** Findings that are suppressed go to a list of their own. */
function makeSummaries(job: string | undefined, suppressed: SuppressedFinding[]): Making<RunSummary> {
  return {
    fromModel: (model, _log, options) => {
      const { summary, suppressed: found } = summarise(model, job, options);
      suppressed.push(...found.map((each) => describeSuppressed(each, summary)));
      return summary;
    },
    taskDetails: false,
    fromReport: async (text, path) => {
      const { readReport } = await import('./read-report.ts');
      return (await readReport(text, path)).map(({ summary }) => {
        if (summary === undefined) {
          throw new AppError(
            'input-unreadable',
            `${path} holds the result of a run but not what comparisons need: give the log, or the HTML report.`,
          );
        }
        return job === undefined ? summary : { ...summary, job };
      });
    },
  };
}

function describeSuppressed(
  { finding: { id, title }, suppression: { reason, expires } }: SummarisedRun['suppressed'][number],
  { run }: RunSummary,
): SuppressedFinding {
  return { ...(run.id !== undefined && { run: run.id }), id, title, reason, expires };
}

/** A stored summary is a small JSON file; nothing for everything else. */
function readSummary(input: string): RunSummary | undefined {
  if (!input.endsWith('.json')) return undefined;
  const stats = statSync(input, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > 10 * 2 ** 20) return undefined;
  const text = readFileSync(input, 'utf8');
  return /"schemaVersion"[\s\S]*"wallClock"/.test(text) && !/"linesRead"|^\{"Event"/.test(text)
    ? parseSummary(text, input)
    : undefined;
}

/** @throws AppError when the text is not a summary of this version. */
export function parseSummary(text: string, file: string): RunSummary {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('input-unreadable', `${file} is not a baseline run: it is no valid JSON.`, { cause: error });
  }
  const parsed = runSummarySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  const hint =
    typeof version === 'number' && version > 1
      ? 'a later cinderlog wrote it'
      : `${issue?.message ?? 'it has another form'}${where}`;
  throw new AppError('input-unreadable', `${file} is not a baseline run that this version can read: ${hint}.`);
}

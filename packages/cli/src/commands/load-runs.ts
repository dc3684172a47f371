import { readFileSync, statSync } from 'node:fs';
import {
  AppError,
  readApplications,
  runSummarySchema,
  summarise,
  type RunSummary,
  type SummarisedRun,
} from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import { noSettings, type Settings } from '../config/settings.ts';
import { reportFailure } from '../failure.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { SuppressedFinding } from '../reporters/check/check-report.ts';
import { escapeText } from '../terminal/escape.ts';
import { ProgressLine } from './progress.ts';

export interface LoadedRuns {
  readonly runs: readonly RunSummary[];
  /** Findings of these runs that the configuration suppresses. */
  readonly suppressed: readonly SuppressedFinding[];
  /** What to exit with because something could not be read. */
  readonly unreadable: ExitCode | undefined;
}

/** Reads event logs, and summaries that `cinderlog baseline add` wrote, to summaries. What cannot be read is said. */
export async function loadRuns(
  inputs: readonly string[],
  job: string | undefined,
  verbose: boolean,
  io: Io,
  findings: Settings['findings'] = noSettings.findings,
): Promise<LoadedRuns> {
  const runs: RunSummary[] = [];
  const suppressed: SuppressedFinding[] = [];
  let unreadable: ExitCode | undefined;
  const refuse = (error: unknown) => {
    unreadable = Math.max(unreadable ?? 0, reportFailure(io.stderr, error, verbose)) as ExitCode;
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
    const found = await findLogs(logInputs);
    try {
      for (const note of found.notes) io.stderr.write(`cinderlog: ${escapeText(note)}\n`);
      found.refused.forEach(refuse);
      for (const [index, log] of found.logs.entries()) {
        const progress = await ProgressLine.open(io.stderr, log.name, `${index + 1} of ${found.logs.length}`);
        try {
          const models = await readApplications(log, {
            taskDetails: false,
            onProgress: (state) => {
              progress.update(state);
            },
          });
          for (const model of models) {
            const run = summarise(model, job, findings);
            runs.push(run.summary);
            suppressed.push(...run.suppressed.map((each) => describeSuppressed(each, run.summary)));
          }
        } catch (error) {
          refuse(error);
        } finally {
          progress.clear();
        }
      }
      if (found.logs.length === 0 && found.refused.length === 0) {
        throw new AppError('input-missing', `There is no event log in ${logInputs.join(', ')}.`);
      }
    } finally {
      found.dispose();
    }
  }
  return { runs, suppressed, unreadable };
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

import { writeFileSync } from 'node:fs';
import {
  analyse,
  AppError,
  formatDuration,
  openRun,
  plural,
  readApplications,
  type LogInput,
  readClusterFiles,
  type AnalyseOptions,
  type BundleLimits,
  type Result,
  type RunView,
} from '@cinderlog/core';
import { findClusterFiles, findLogs, readBundle, type ClusterPath } from '@cinderlog/core/node';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { reportFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { renderJson } from '../reporters/json.ts';
import { escapeText } from '../terminal/escape.ts';
import { isIncomplete } from '../reporters/text/quality.ts';
import { renderText } from '../reporters/text/render-text.ts';
import { newPage } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth, type ColorChoice } from '../terminal/terminal.ts';
import { ProgressLine } from './progress.ts';

/** The flags of `cinderlog report` as commander hands them over. */
export interface ReportFlags {
  readonly format: 'text' | 'json' | 'html';
  readonly output?: string;
  readonly gapLimit?: number;
  readonly top: number;
  readonly all?: true;
  readonly width?: number;
  readonly color: ColorChoice;
  readonly maxLine?: number;
  readonly maxUnpacked?: number;
  readonly maxRatio?: number;
  readonly clusterEvents?: readonly string[];
  readonly jobRuns?: readonly string[];
  readonly driverLog?: readonly string[];
  readonly clusterLog?: readonly string[];
  readonly bundle?: string;
  readonly strict?: true;
  readonly verbose?: true;
}

/** A result, and for pages the run itself. */
interface AnalysedRun {
  readonly result: Result;
  readonly view?: RunView;
}

/** Finds the logs, analyses each and writes one report. What cannot be read is said and does not stop the others. */
export async function report(inputs: readonly string[], flags: ReportFlags, io: Io): Promise<ExitCode> {
  const found = await findLogs(inputs);
  try {
    for (const note of found.notes) io.stderr.write(`cinderlog: ${escapeText(note)}\n`);
    return await reportFound(found, inputs, flags, io);
  } finally {
    // What a History Server sent lies in temporary files.
    found.dispose();
  }
}

async function reportFound(
  { logs, refused, clusterFiles }: Awaited<ReturnType<typeof findLogs>>,
  inputs: readonly string[],
  flags: ReportFlags,
  io: Io,
): Promise<ExitCode> {
  const verbose = flags.verbose === true;
  if (flags.format === 'html' && logs.length > 1) throw onePage(logs.length, 'logs');
  let unreadable: ExitCode | undefined;
  for (const error of refused) unreadable = worse(unreadable, reportFailure(io.stderr, error, verbose));
  const named = findClusterFiles(clusterPaths(flags));
  const cluster = await readClusterFiles([...clusterFiles, ...named.inputs]);
  for (const error of [...named.refused, ...cluster.refused]) {
    unreadable = worse(unreadable, reportFailure(io.stderr, error, verbose));
  }
  const limits = await bundleLimits(flags, io);
  const story = cluster.story.files.length > 0 ? cluster.story : undefined;
  const runs: AnalysedRun[] = [];
  for (const log of logs) {
    try {
      runs.push(...(await analyseLog(log, { cluster: story, limits }, flags, io)));
    } catch (error) {
      unreadable = worse(unreadable, reportFailure(io.stderr, error, verbose));
    }
  }
  if (logs.length === 0 && unreadable === undefined) {
    throw new AppError('input-missing', `There is no event log in ${inputs.join(', ')}.`);
  }
  const results = runs.map(({ result }) => result);
  if (runs.length > 0) write(await render(runs, results, results.length > 1 || logs.length > 1, flags, io), flags, io);
  if (unreadable !== undefined) return unreadable;
  return flags.strict === true && results.some(isIncomplete) ? exitCodes.readInPart : exitCodes.fine;
}

/** One result per application in the log: usually one, several when files were joined. */
async function analyseLog(
  log: LogInput,
  beside: Pick<AnalyseOptions, 'cluster' | 'limits'>,
  flags: ReportFlags,
  io: Io,
): Promise<AnalysedRun[]> {
  const startedMs = performance.now();
  const progress = new ProgressLine(io.stderr, log.name, log.parts.length);
  try {
    const models = await readApplications(log, {
      maxLineBytes: flags.maxLine,
      maxUnpackedBytes: flags.maxUnpacked,
      maxUnpackedRatio: flags.maxRatio,
      onProgress: (state) => {
        progress.update(state);
      },
    });
    const runs = models.map((model): AnalysedRun => {
      const options = { gapLimitMs: flags.gapLimit, ...beside };
      if (flags.format !== 'html') return { result: analyse(model, log.name, options) };
      const view = openRun(model, log.name, options);
      return { result: view.index.result, view };
    });
    progress.clear();
    if (flags.verbose === true) {
      const linesRead = runs.reduce((sum, { result }) => sum + result.quality.linesRead, 0);
      const took = formatDuration(performance.now() - startedMs);
      io.stderr.write(`cinderlog: ${plural(linesRead, 'line')} read and analysed in ${took}\n`);
    }
    return runs;
  } finally {
    progress.clear();
  }
}

async function bundleLimits({ bundle }: ReportFlags, io: Io): Promise<BundleLimits | undefined> {
  if (bundle === undefined) return undefined;
  const limits = await readBundle(bundle);
  for (const { problem, place } of limits.problems) {
    io.stderr.write(`cinderlog: ${escapeText(`${place.file}:${place.line}:${place.column}: ${problem}`)}\n`);
  }
  return limits;
}

/** What was named as the cluster's side, with what it was said to be. */
function clusterPaths(flags: ReportFlags): ClusterPath[] {
  const of = (paths: readonly string[] = [], expected?: ClusterPath['expected']) =>
    paths.map((path) => ({ path, expected }));
  return [
    ...of(flags.clusterEvents, 'databricks-events'),
    ...of(flags.jobRuns, 'databricks-runs'),
    ...of(flags.driverLog, 'driver-log'),
    ...of(flags.clusterLog),
  ];
}

function onePage(count: number, what: string): AppError {
  return new AppError('usage', `A page shows one run, and these are ${count} ${what}: name one of them.`);
}

/** A bug of ours outweighs an input that cannot be read. */
function worse(known: ExitCode | undefined, code: ExitCode): ExitCode {
  return known === undefined || code > known ? code : known;
}

async function render(
  runs: readonly AnalysedRun[],
  results: readonly Result[],
  several: boolean,
  flags: ReportFlags,
  io: Io,
): Promise<string> {
  if (flags.format === 'html') {
    const view = runs[0]?.view;
    if (runs.length > 1 || view === undefined) throw onePage(runs.length, 'applications');
    const { renderHtml } = await import('../reporters/html/render-html.ts');
    return renderHtml(view);
  }
  const target = flags.output === undefined ? io.stdout : { isTTY: false };
  if (flags.format === 'json') return renderJson(results, several, target.isTTY);
  const page = newPage(
    chooseWidth(target, flags.width),
    chooseColor(target, flags.color, io.env),
    chooseUnicode(io.env, io.platform),
  );
  const all = flags.all === true;
  return renderText(results, { rows: all ? Infinity : flags.top, all }, page);
}

function write(text: string, flags: ReportFlags, io: Io): void {
  if (flags.output === undefined) {
    io.stdout.write(text);
    return;
  }
  try {
    writeFileSync(flags.output, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('usage', `The report cannot be written to ${flags.output}: ${reason}.`, { cause: error });
  }
}

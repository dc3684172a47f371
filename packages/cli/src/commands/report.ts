import { redactPage, Redactor, type RunPage } from '@cinderlog/core';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { formatOfFile, formats, type Format, type FormatName } from '../reporters/formats.ts';
import { isIncomplete } from '../reporters/incomplete.ts';
import type { Reporter, ReportContext } from '../reporters/report-context.ts';
import { sortApplications, type SortKey } from '../reporters/sort.ts';
import { tableNames, type TableName } from '../reporters/text/extent.ts';
import { newPage } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth, type ColorChoice } from '../terminal/terminal.ts';
import { pageApplications, plainApplications, type Application } from './applications.ts';
import { fetchEvidenceLines, type LineLookup } from './evidence-lines.ts';
import { Interruption } from './interrupt.ts';
import { addPagePlans } from './page-plans.ts';
import { readInputs, type ReadFlags } from './read-inputs.ts';
import { chooseRedaction, type RedactionFlags } from './redaction.ts';
import { isFolder, writeFolder, writeWholeFile } from './write-output.ts';

/** The flags of `cinderlog report` as commander hands them over. */
export interface ReportFlags extends ReadFlags, RedactionFlags, Partial<Readonly<Record<TableName, true>>> {
  readonly format?: FormatName;
  readonly output?: string;
  readonly top: number;
  readonly all?: true;
  readonly each?: true;
  readonly evidence?: true;
  readonly sort?: SortKey;
  readonly width?: number;
  readonly color: ColorChoice;
  readonly strict?: true;
  /** A page without script, so without the interactive timeline. */
  readonly static?: true;
}

/** Reads the inputs, analyses each and writes one report. What cannot be read is said and does not stop the others. */
export async function report(inputs: readonly string[], flags: ReportFlags, io: Io): Promise<ExitCode> {
  const interruption = new Interruption(io);
  const format = chooseFormat(flags);
  const making = format.holdsTimeline === true ? pageApplications : plainApplications;
  const { runs: applications, unreadable, dispose } = await readInputs(inputs, flags, io, interruption, making);
  try {
    const several = applications.length > 1 || (unreadable !== undefined && inputs.length > 1);
    const holdsTimeline = format.holdsTimeline === true && flags.static !== true;
    const complete = holdsTimeline ? await addPagePlans(applications) : applications;
    if (complete.length > 0) await writeReport(complete, several, format, flags, io);
  } finally {
    // What a History Server sent lies in temporary files.
    dispose();
  }
  if (unreadable !== undefined) return unreadable;
  const isPartial = applications.some(({ result }) => isIncomplete(result));
  return flags.strict === true && isPartial ? exitCodes.readInPart : exitCodes.fine;
}

function chooseFormat({ format, output }: ReportFlags): Format {
  return formats[format ?? (output === undefined ? undefined : formatOfFile(output)) ?? 'text'];
}

async function writeReport(
  applications: readonly Application[],
  several: boolean,
  format: Format,
  flags: ReportFlags,
  io: Io,
): Promise<void> {
  const { output } = flags;
  const redactor = new Redactor(chooseRedaction(format.isShared, flags));
  const sorted = sortApplications(applications, flags.sort);
  const pages = sorted.map((application): RunPage => {
    const page = redactPage(application, redactor);
    return flags.static === true ? { ...page, packed: undefined } : page;
  });
  const results = pages.map(({ result }) => result);
  const lineAt = flags.evidence === true ? await fetchEvidenceLines(sorted, results, redactor) : undefined;
  const context = { ...chooseContext(flags, lineAt, io), several, pages };
  const render: Reporter = await format.load();
  if (output === undefined) io.stdout.write(render(results, context));
  else if (isFolder(output)) {
    const files = pages.map((page) => ({
      name: `${page.result.application.id ?? page.result.application.name ?? 'application'}.${format.extension}`,
      text: render([page.result], { ...context, several: false, pages: [page] }),
    }));
    writeFolder(output, files);
  } else writeWholeFile(output, render(results, context));
}

function chooseContext(
  flags: ReportFlags,
  lineAt: LineLookup | undefined,
  io: Io,
): Omit<ReportContext, 'several' | 'pages'> {
  const target = flags.output === undefined ? io.stdout : { isTTY: false };
  const all = flags.all === true;
  return {
    page: newPage(
      chooseWidth(target, flags.width),
      chooseColor(target, flags.color, io.env),
      chooseUnicode(io.env, io.platform),
    ),
    extent: {
      rows: all ? Infinity : flags.top,
      all,
      tables: new Set(tableNames.filter((name) => flags[name] === true)),
      evidence: flags.evidence === true,
      lineAt,
    },
    each: flags.each === true,
    forEyes: target.isTTY,
  };
}

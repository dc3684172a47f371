import { Redactor } from '@cinderlog/core';
import type { Settings } from '../config/settings.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { formatOfFile, formats, type FormatName } from '../reporters/formats.ts';
import { isIncomplete } from '../reporters/incomplete.ts';
import type { Reporter, ReportContext } from '../reporters/report-context.ts';
import { sortApplications, type SortKey } from '../reporters/sort.ts';
import { tableNames, type TableName } from '../reporters/text/extent.ts';
import { newPage } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth, type ColorChoice } from '../terminal/terminal.ts';
import { fetchEvidenceLines, type LineLookup } from './evidence-lines.ts';
import { Interruption } from './interrupt.ts';
import { readInputs, type Application, type ReadFlags } from './read-inputs.ts';
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
}

/** Reads the inputs, analyses each and writes one report. What cannot be read is said and does not stop the others. */
export async function report(
  inputs: readonly string[],
  flags: ReportFlags,
  findings: Settings['findings'],
  io: Io,
): Promise<ExitCode> {
  const interruption = new Interruption(io);
  const { applications, unreadable, dispose } = await readInputs(inputs, flags, findings, io, interruption);
  try {
    const several = applications.length > 1 || (unreadable !== undefined && inputs.length > 1);
    if (applications.length > 0) await writeReport(applications, several, flags, io);
  } finally {
    // What a History Server sent lies in temporary files.
    dispose();
  }
  if (unreadable !== undefined) return unreadable;
  const isPartial = applications.some(({ result }) => isIncomplete(result));
  return flags.strict === true && isPartial ? exitCodes.readInPart : exitCodes.fine;
}

async function writeReport(
  applications: readonly Application[],
  several: boolean,
  flags: ReportFlags,
  io: Io,
): Promise<void> {
  const { output } = flags;
  const format = formats[flags.format ?? (output === undefined ? undefined : formatOfFile(output)) ?? 'text'];
  const redactor = new Redactor(chooseRedaction(format.isShared, flags));
  const sorted = sortApplications(applications, flags.sort);
  const results = sorted.map(({ result }) => redactor.redactResult(result));
  const lineAt = flags.evidence === true ? await fetchEvidenceLines(sorted, results, redactor) : undefined;
  const context = { ...chooseContext(flags, lineAt, io), several };
  const render: Reporter = await format.load();
  if (output === undefined) io.stdout.write(render(results, context));
  else if (isFolder(output)) {
    const files = results.map((result) => ({
      name: `${result.application.id ?? result.application.name ?? 'application'}.${format.extension}`,
      text: render([result], { ...context, several: false }),
    }));
    writeFolder(output, files);
  } else writeWholeFile(output, render(results, context));
}

function chooseContext(flags: ReportFlags, lineAt: LineLookup | undefined, io: Io): Omit<ReportContext, 'several'> {
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

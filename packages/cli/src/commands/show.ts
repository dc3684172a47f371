import { AppError, fetchLines, redactLine, Redactor, type LogInput, type LogPart } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { reportFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { escapeJson, escapeText } from '../terminal/escape.ts';
import { chooseRedaction, type RedactionFlags } from './redaction.ts';

/** The flags of `cinderlog show` as commander hands them over. */
export interface ShowFlags extends RedactionFlags {
  readonly verbose?: true;
}

const namesInSentence = 5;
/** The application, its configuration and usually its first executors stand in these lines. */
const namingLines = 40;

/**
 * Prints the event at a place of a log, as a report names it (`file:line`, or only the line where the log has one file):
 * pretty JSON with secrets hidden. A line that is no JSON is printed as it is.
 */
export async function show(input: string, place: string | undefined, flags: ShowFlags, io: Io): Promise<ExitCode> {
  const { log: path, file, line } = parsePlace(input, place);
  const found = await findLogs([path]);
  try {
    const [refused] = found.refused;
    if (refused !== undefined) return reportFailure(io.stderr, refused, flags.verbose === true);
    const part = findPart(found.logs, file, path);
    const text = (await fetchLines(part, new Set([line]))).get(line);
    if (text === undefined) {
      throw new AppError('input-missing', `${part.name} has no line ${line}, or it cannot be read that far.`);
    }
    const redactor = new Redactor(chooseRedaction(false, flags));
    await learnNames(found.logs[0]?.parts[0] ?? part, redactor);
    writeEvent(text, redactor, `${part.name}:${line}`, io);
    return exitCodes.fine;
  } finally {
    found.dispose();
  }
}

/** The names that a log gives as such, so that they are known in the texts of any event. */
async function learnNames(firstPart: LogPart, redactor: Redactor): Promise<void> {
  const head = await fetchLines(firstPart, new Set(Array.from({ length: namingLines }, (_, i) => i + 1)));
  for (const line of head.values()) redactLine(line, redactor);
}

interface Place {
  readonly log: string;
  /** Of a log with several files; any by default. */
  readonly file: string | undefined;
  readonly line: number;
}

function parsePlace(input: string, place: string | undefined): Place {
  // `show log.zstd:77` names the log and the place in one.
  const [, file, lineText] = /^(?:(.*):)?(\d+)$/.exec(place ?? input) ?? [];
  const line = Number(lineText);
  if (lineText === undefined || line < 1 || (place === undefined && file === undefined)) {
    throw new AppError('usage', 'Give the place as <file>:<line>, as a report names it: cinderlog show app.zstd 77.');
  }
  return place === undefined ? { log: file ?? '', file: undefined, line } : { log: input, file, line };
}

function findPart(logs: readonly LogInput[], file: string | undefined, input: string): LogPart {
  const parts = logs.flatMap((log) => log.parts);
  const fits = (name: string): boolean => file === undefined || name === file || name.endsWith(`/${file}`);
  const fitting = parts.filter(({ name }) => fits(name));
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined) return only;
  const listed = parts.slice(0, namesInSentence).map(({ name }) => name);
  const names = `${listed.join(', ')}${parts.length > listed.length ? ', …' : ''}`;
  throw new AppError(
    'usage',
    fitting.length === 0
      ? `${input} has no file ${file ?? ''}. It has ${names}.`
      : `${input} has several files: say which one the line is in, as <file>:<line>. It has ${names}.`,
  );
}

function writeEvent(text: string, redactor: Redactor, name: string, io: Io): void {
  const shown = redactLine(text, redactor);
  try {
    io.stdout.write(`${escapeJson(JSON.stringify(JSON.parse(shown), undefined, 2))}\n`);
  } catch {
    io.stderr.write(`cinderlog: ${escapeText(name)} is not JSON; this is what stands there.\n`);
    io.stdout.write(`${escapeText(shown)}\n`);
  }
}

import { AppError, findingKinds } from '@cinderlog/core';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { nearest } from '../explain/nearest.ts';
import { pages } from '../explain/pages.ts';
import { renderPage } from '../explain/render-page.ts';
import type { Io } from '../io.ts';
import { padEnd } from '../terminal/fit.ts';
import { newPage, type Page } from '../terminal/page.ts';
import { chooseColor, chooseUnicode, chooseWidth, type ColorChoice } from '../terminal/terminal.ts';

/** The flags of `cinderlog explain` as commander hands them over. */
export interface ExplainFlags {
  readonly width?: number;
  readonly color: ColorChoice;
}

/** Longer lines are hard to read as text. */
const mostColumns = 100;

/** Prints what a kind of finding means, or all kinds. */
export function explain(kind: string | undefined, flags: ExplainFlags, io: Io): ExitCode {
  const page = newPage(
    Math.min(mostColumns, chooseWidth(io.stdout, flags.width)),
    chooseColor(io.stdout, flags.color, io.env),
    chooseUnicode(io.env, io.platform),
  );
  io.stdout.write(`${(kind === undefined ? listKinds(page) : explainKind(kind, page)).join('\n')}\n`);
  return exitCodes.fine;
}

function listKinds({ colors }: Page): string[] {
  const width = Math.max(...findingKinds.map(({ id }) => id.length));
  return [
    colors.bold('Kinds of findings'),
    ...findingKinds.map(({ id, title }) => `  ${colors.cyan(padEnd(id, width))}  ${title}`),
    '',
    colors.dim('cinderlog explain <kind> tells what one means, how it is found and priced, and when it is wrong.'),
  ];
}

function explainKind(kind: string, page: Page): string[] {
  const text = Object.hasOwn(pages, kind) ? pages[kind] : undefined;
  if (text !== undefined) return renderPage(text, page);
  const meant = nearest(kind, Object.keys(pages));
  const hint = meant === undefined ? 'cinderlog explain lists all kinds.' : `Did you mean ${meant}?`;
  throw new AppError('usage', `There is no kind of finding called ${kind}. ${hint}`);
}

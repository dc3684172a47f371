/** What is known about where the output goes. */
export interface OutputFacts {
  readonly isTTY: boolean;
  readonly columns?: number | undefined;
}

export type ColorChoice = 'auto' | 'always' | 'never';
export type Environment = Readonly<Record<string, string | undefined>>;

/** Pipes and files get this width, so that what they hold does not depend on a window. */
const plainWidth = 80;
/** Beyond this neither prose nor tables gain. */
const widestAutomatic = 160;
const narrowestAutomatic = 60;

/** Columns to use: as asked for, else those of the terminal within limits, else 80. */
export function chooseWidth(output: OutputFacts, wanted: number | undefined): number {
  if (wanted !== undefined) return wanted;
  if (!output.isTTY || output.columns === undefined || output.columns === 0) return plainWidth;
  return Math.min(widestAutomatic, Math.max(narrowestAutomatic, output.columns));
}

/** Whether to colour: the flag wins, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether it is a terminal. */
export function chooseColor(output: OutputFacts, choice: ColorChoice, env: Environment): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY && env.TERM !== 'dumb';
}

/**
 * Whether block characters can probably be shown. A locale that is set decides (`LC_ALL=C` asks for plain ASCII); without one
 * (containers, CI) today's readers are UTF-8, except for the consoles that are known not to be.
 */
export function chooseUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(isSet);
  if (locale !== undefined) return /utf-?8/i.test(locale);
  if (platform === 'win32') {
    return [env.WT_SESSION, env.TERM_PROGRAM, env.ConEmuTask, env.CI].some(isSet) || isSet(env.TERM);
  }
  return env.TERM !== 'linux' && env.TERM !== 'dumb';
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

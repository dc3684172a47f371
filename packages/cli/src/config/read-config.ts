import { existsSync, readFileSync } from 'node:fs';
import { AppError } from '@cinderlog/core';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { configSchema, type Config } from './config-schema.ts';

/** Looked for in the working directory, in this order. */
export const configNames = ['cinderlog.config.yaml', 'cinderlog.config.yml', 'cinderlog.config.json'] as const;
/** Problems named at once; the rest mostly follow from these. */
const mostProblems = 10;

/**
 * Reads the configuration: the named file, or the one in the working directory, or none.
 *
 * @throws AppError with file, line and column of everything that is wrong with it
 */
export function readConfig(file: string | undefined): Config {
  const found = file ?? configNames.find((name) => existsSync(name));
  return found === undefined ? {} : parseConfig(readText(found), found);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('usage', `The configuration ${file} cannot be read: ${reason}.`, { cause: error });
  }
}

/** JSON is read as YAML too, of which it is a part: so its errors also have lines. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  // No aliases that multiply, no types but those of JSON.
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    refuse(document.errors.map(({ message, pos }) => `${place(pos[0])} ${message.split(' at line')[0] ?? message}`));
  }
  const parsed = configSchema.safeParse(toPlain(document, place(0)));
  if (parsed.success) return parsed.data;
  return refuse(
    parsed.error.issues.map(({ path, message, ...issue }) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
      const at = [...path, ...keys.slice(0, 1)].filter((key) => typeof key !== 'symbol');
      const name = at.length === 0 ? 'the configuration' : at.join('.');
      const problem = keys.length > 0 ? 'is not a setting' : `: ${message}`;
      return `${place(offsetOf(document, at))} ${name}${problem.startsWith(':') ? problem : ` ${problem}`}`;
    }),
  );
}

function toPlain(document: Document.Parsed, place: string): unknown {
  try {
    // An empty file sets nothing. Few aliases: a bomb of them is refused.
    return document.toJS({ maxAliasCount: 20 }) ?? {};
  } catch (error) {
    return refuse([`${place} ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** Where a setting stands, or the nearest thing around it. */
function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}

function refuse(problems: readonly string[]): never {
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  throw new AppError(
    'usage',
    ['The configuration is not valid.', ...problems.slice(0, mostProblems), ...more].join('\n'),
  );
}

import { readFileSync } from 'node:fs';
import { AppError } from '@cinderlog/core';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type * as z from 'zod';

/** Problems named at once; the rest mostly follow from these. */
const mostProblems = 10;

export interface ParsedConfig<Config> {
  readonly config: Config;
  /** `file:line:column` of a setting, or of the nearest thing around it; with `key` of that name in it. */
  readonly placeOf: (path: readonly (string | number)[], key?: string) => string;
}

/**
 * Reads and checks a configuration.
 *
 * @throws AppError with file, line and column of everything that is wrong with it
 */
export function readConfig<Schema extends z.ZodType>(file: string, schema: Schema): ParsedConfig<z.output<Schema>> {
  return parseConfig(readText(file), file, schema);
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
function parseConfig<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): ParsedConfig<z.output<Schema>> {
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
  const placeOf = (path: readonly (string | number)[], key?: string) =>
    place((key === undefined ? undefined : offsetOfKey(document, path, key)) ?? offsetOf(document, path));
  const parsed = schema.safeParse(toPlain(document, place(0)));
  if (parsed.success) return { config: parsed.data, placeOf };
  return refuse(parsed.error.issues.flatMap((issue) => describeIssue(issue, placeOf)));
}

function describeIssue(issue: z.core.$ZodIssue, placeOf: ParsedConfig<unknown>['placeOf']): string[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${placeOf(path, key)} ${[...path, key].join('.')} is not a setting`);
  }
  const name = path.length === 0 ? 'the configuration' : path.join('.');
  return [`${placeOf(path)} ${name}: ${issue.message}`];
}

function toPlain(document: Document.Parsed, place: string): unknown {
  try {
    // An empty file sets nothing. Few aliases: a bomb of them is refused.
    return document.toJS({ maxAliasCount: 20 }) ?? {};
  } catch (error) {
    return refuse([`${place} ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function offsetOfKey(document: Document.Parsed, path: readonly (string | number)[], key: string): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
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

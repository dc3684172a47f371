import { AppError } from '../util/app-error.ts';
import { resultElementId } from './result-element.ts';
import type { Result, resultSchema } from './schema.ts';
import { resultSchemaVersion } from './schema-version.ts';

const documentStart = /^\s*(?:\[\s*)?\{\s*"schemaVersion"\s*:/;
const pageStart = /^\s*<!doctype html/i;

/** Whether a file that begins with this text (a kilobyte will do) is a report of ours: JSON, or a page that may hold it. */
export function looksLikeResult(head: string): boolean {
  return documentStart.test(head) || (pageStart.test(head) && head.includes('name="generator" content="cinderlog'));
}

/**
 * Reads back what a report was written to: the result document as JSON, a list of them, or the HTML page that holds it.
 *
 * @throws AppError `input-unreadable`, saying in a sentence what is wrong with it.
 */
export async function readResults(text: string, name: string): Promise<Result[]> {
  const json = pageStart.test(text) ? embeddedJson(text, name) : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new AppError('input-unreadable', `${name} is a report that was cut or changed: it is no whole JSON.`, {
      cause,
    });
  }
  // Only a report that is read back has to be checked.
  const { resultSchema } = await import('./schema.ts');
  return (Array.isArray(value) ? value : [value]).map((document) => checkResult(document, name, resultSchema));
}

function embeddedJson(page: string, name: string): string {
  const start = page.search(new RegExp(`<script[^>]* id="${resultElementId}"[^>]*>`));
  const end = page.indexOf('</script>', start);
  if (start < 0 || end < 0)
    throw new AppError('input-unreadable', `${name} is a web page without a cinderlog report in it.`);
  return page.slice(page.indexOf('>', start) + 1, end);
}

function checkResult(document: unknown, name: string, schema: typeof resultSchema): Result {
  const version =
    typeof document === 'object' && document !== null && 'schemaVersion' in document
      ? document.schemaVersion
      : undefined;
  if (typeof version === 'number' && version > resultSchemaVersion) {
    throw new AppError(
      'input-unreadable',
      `${name} was written by a newer cinderlog (document version ${version}); this one reads version ${resultSchemaVersion}. Update it, or report on the log itself.`,
    );
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : ` At ${issue.path.join('.') || 'the top'}: ${issue.message}.`;
  throw new AppError(
    'input-unreadable',
    `${name} is not a report that this cinderlog can read back.${where} Report on the log itself.`,
  );
}

import { isObject } from '../util/is-object.ts';
import { scrub } from './scrub.ts';

/** What people give by mistake, by its first characters, and what to do instead. */
const mistakes: readonly { readonly start: RegExp; readonly says: string }[] = [
  { start: /^<(?:!doctype html|html)/i, says: 'it is a web page, perhaps one that asks to log in' },
  { start: /^<\?xml|^<\w+>/i, says: 'it is XML; ask for JSON (curl -H "Accept: application/json")' },
  { start: /^(?:LAST SEEN|NAMESPACE|NAME) {2,}/, says: 'it is the table that kubectl prints; add -o json' },
  { start: /^(?:\+-{3,}|\|\s|-{5,}|ID {2,})/, says: 'it is a table; ask for JSON (--output json, --format json)' },
];

/** One clause on what a text is that nothing was found in; nothing when it is none of the known mistakes. */
export function mistakenFor(start: string): string | undefined {
  return mistakes.find((mistake) => mistake.start.test(start))?.says;
}

/** The words of a platform that answered with an error: Databricks, Kubernetes, YARN, Google Cloud and AWS, in this order. */
export function errorAnswer(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const { error_code: code, message, kind, status, RemoteException: yarn, error, __type: type } = value;
  if (typeof code === 'string') return says(message, code);
  if (kind === 'Status' && status === 'Failure') return says(message, value.reason);
  if (isObject(yarn)) return says(yarn.message, yarn.exception);
  if (isObject(error)) return says(error.message, error.code);
  if (typeof type === 'string') return says(message, type);
  return undefined;
}

function says(message: unknown, code: unknown): string {
  const words = [message, code].find((each) => typeof each === 'string' && each !== '');
  return `an error answer of the platform: ${scrub(typeof words === 'string' ? words : 'without a message')}`;
}

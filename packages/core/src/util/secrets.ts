/**
 * Secrets by the name of what holds them, and by their own form. Spark hides values whose key matches
 * `spark.redaction.regex` (by default secret, password, token, access key) before it writes the log; this catches what that misses:
 * other keys, and secrets inside URLs, options, SQL and messages. When in doubt a text is hidden.
 */
export const hiddenSecret = '(hidden)';

const secretWord =
  'passw(?:or)?d|passphrase|\\bpwd|secret|token|credential|api[._-]?key|access[._-]?key|account[._-]?key|private[._-]?key|' +
  'encryption[._-]?key|shared[._-]?key|auth[._-]?key|connection[._-]?string|\\bsas\\b|signature|authorization';
const secretKey = new RegExp(secretWord, 'i');

/** Switches and sizes are no secrets, whatever they are called: `spark.sql.…tokens.enabled=true`. */
const harmlessValue = /^(?:true|false|none|null|\d{1,3}|\d+[smhdkg]b?)?$/i;

/** Whether a value under this key is to be hidden. */
export function isSecret(key: string, value: string): boolean {
  return secretKey.test(key) && !harmlessValue.test(value.trim());
}

const quoted = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;

/** `key = value`, `"key": "value"`, `key "value"`, `--key value`: the value goes. */
const assignments = [
  new RegExp(
    `((?:[\\w.$-]*(?:${secretWord})[\\w.$-]*)["'\`]?\\s*(?:=>|[=:])\\s*)(${quoted}|[^\\s,;&"'()[\\]{}]+)`,
    'gi',
  ),
  new RegExp(`((?:[\\w.$-]*(?:${secretWord})[\\w.$-]*)["'\`]?\\s+(?:by\\s+)?)(${quoted})`, 'gi'),
  new RegExp(`(--?[\\w-]*(?:${secretWord})[\\w-]*\\s+)([^\\s-][^\\s]*)`, 'gi'),
  new RegExp(`(\\bidentified\\s+by\\s+(?:password\\s+)?)(${quoted}|\\S+)`, 'gi'),
];

/** `scheme://user:password@host`: all before the `@` goes. */
const urlCredentials = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*:[^\s/@'"]*(?=@)/gi;

/** Forms that only secrets have. */
const secretForms = [
  // JSON Web Tokens: a header and a payload, both JSON in base64.
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:AKIA|ASIA|AROA|AIDA|AGPA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}/g,
  /\bdapi[0-9a-f]{32}(?:-\d+)?\b/g,
  /\bxox[abeprs]-[\w-]{10,}|\bhooks\.slack\.com\/services\/[\w/]+/g,
  /\bAIza[\w-]{30,}|\bya29\.[\w-]{20,}/g,
  /\b(?:sk|pk|rk)_(?:live|test)_\w{10,}|\bsk-[\w-]{20,}|\bhf_\w{20,}|\bnpm_\w{30,}|\bhvs\.[\w-]{20,}/g,
  // Signed addresses of object stores.
  /(?<=[?&;](?:sig|key|X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential))=)[^&\s'"]+/gi,
  /(?<=\b(?:Bearer|Basic)\s)[\w+/=.~-]{8,}/gi,
];

/** Long runs of the base64 alphabet; whether one is random enough to be a key, its letters decide. */
const longRun = /(?<![\w+/=.-])[\w+/=-]{32,}(?![\w+/=.-])/g;
/** Bits per character: English and class names stay below 4, random base64 of this length is above 4.3. */
const randomBits = 4.3;

/** The text with every secret in it replaced. */
export function hideSecrets(text: string): string {
  let hidden = text.replace(urlCredentials, `$1${hiddenSecret}`);
  for (const form of secretForms) hidden = hidden.replace(form, hiddenSecret);
  for (const assignment of assignments) {
    hidden = hidden.replace(assignment, (whole: string, before: string, value: string) =>
      harmlessValue.test(value.replace(/^["']|["']$/g, '')) || value === hiddenSecret ? whole : before + hiddenSecret,
    );
  }
  return hidden.replace(longRun, (run) => (looksRandom(run) ? hiddenSecret : run));
}

function looksRandom(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/\d/.test(run)) return false;
  const counts = new Map<string, number>();
  for (const character of run) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / run.length) * Math.log2(count / run.length);
  return bits >= randomBits;
}

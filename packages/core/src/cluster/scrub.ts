const hidden = '(hidden)';
const secretWord =
  'passw(?:or)?d|passphrase|secret|token|credential|api[._-]?key|access[._-]?key|account[._-]?key|private[._-]?key|' +
  'shared[._-]?key|connection[._-]?string|signature|authorization|\\bsig\\b';

/** Each with what stays of a match. */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*:[^\s/@'"]*(?=@)/gi, `$1${hidden}`],
  [/(?<=\b(?:Bearer|Basic)\s)[\w+/=.~-]{6,}/gi, hidden],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, hidden],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, hidden],
  [/\bdapi[0-9a-f]{32}(?:-\d+)?\b/g, hidden],
  [
    new RegExp(
      `((?:[\\w.$-]*(?:${secretWord})[\\w.$-]*)["'\`]?\\s*(?:=>|[=:])\\s*)("[^"]*"|'[^']*'|[^\\s,;&"'()[\\]{}]+)`,
      'gi',
    ),
    `$1${hidden}`,
  ],
  // People: the cluster's files name who did what.
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '(someone)'],
];

const mostChars = 300;

/**
 * Text from a cluster's file, fit to be kept: one line, short, without secrets and without the addresses of people. Whatever
 * enters a cluster event goes through here; settings and environment variables are never read at all.
 */
export function scrub(text: string): string {
  // Secrets are looked for before the cut: half a secret would not be recognised.
  let clean = text
    .slice(0, 20 * mostChars)
    .replace(/\s+/g, ' ')
    .trim();
  for (const [pattern, replacement] of rules) clean = clean.replace(pattern, replacement);
  return clean.length > mostChars ? `${clean.slice(0, mostChars - 1)}…` : clean;
}

import { hideSecrets } from '../util/secrets.ts';

const mostChars = 300;

/** People: the cluster's files name who did what. */
const addresses = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Text from a cluster's file, fit to be kept: one line, short, without secrets and without the addresses of people. Whatever
 * enters a cluster event goes through here; settings and environment variables are never read at all.
 */
export function scrub(text: string): string {
  // Secrets are looked for before the cut: half a secret would not be recognised.
  const line = text
    .slice(0, 20 * mostChars)
    .replace(/\s+/g, ' ')
    .trim();
  const clean = hideSecrets(line).replace(addresses, '(someone)');
  return clean.length > mostChars ? `${clean.slice(0, mostChars - 1)}…` : clean;
}

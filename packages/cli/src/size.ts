const powers = ['', 'k', 'm', 'g', 't'];

/**
 * Reads `64MB`, `64M` (millions), `64MiB` (2^20) or `1.5 GB` to bytes. Returns nothing for what is not a size of at least one
 * byte; a bare number is bytes.
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, number = '', prefix = '', binary = ''] = match;
  if (binary !== '' && prefix === '') return undefined;
  const bytes = Math.round(Number(number) * (binary === '' ? 1000 : 1024) ** powers.indexOf(prefix.toLowerCase()));
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

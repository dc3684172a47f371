/** Enough to recognise a query by; the rest of a page-long SQL text only makes the store larger. */
const longestChars = 100;
/** Patterns look no further than this: descriptions may be megabytes of SQL. */
const longestReadChars = 600;

/**
 * Takes out of a name what differs from run to run or is nobody's business: quoted texts, numbers, paths, addresses and long
 * tokens. Two runs of the same job give the same name, and a stored name holds no value of the data.
 */
export function normaliseName(text: string): string {
  return cut(text)
    .replace(/\s+/g, ' ')
    .replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"/g, '?')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s,)]+/gi, '<url>')
    .replace(/(^|[\s(=,])~?(?:\/[\w.@-]+){2,}\/?/g, '$1<path>')
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<address>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, '#')
    .replace(/\b(?:password|passwd|secret|token|api[_-]?key|credential)s?\b\s*[=:]\s*\S+/gi, '<secret>')
    .replace(/\b(?=[A-Za-z]*\d)[A-Za-z0-9]{20,}\b/g, '<token>')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<host>')
    .replace(/\b[\w-]+(?:\.[\w-]+)+:\d{2,5}\b/g, (match) =>
      /\.(scala|java|py|kt|R):\d+$/.test(match) ? match : '<host>',
    )
    .replace(/\b(?:[\w-]+\.)+(?:com|net|org|io|internal|local|cloud|corp|lan)\b/gi, '<host>')
    .replace(/(?<![A-Za-z_])\d+(?:[.:_-]\d+)*(?![A-Za-z_])/g, '#')
    .replace(/#(?:\s*,\s*#)+/g, '#')
    .trim()
    .slice(0, longestChars)
    .trim();
}

/** A cut may fall into a quoted text, whose beginning must not stay behind. */
function cut(text: string): string {
  if (text.length <= longestReadChars) return text;
  const head = text.slice(0, longestReadChars);
  const quote = Math.max(head.lastIndexOf("'"), head.lastIndexOf('"'));
  const isOpen = (head.split(head[quote] ?? '').length - 1) % 2 === 1;
  return quote >= 0 && isOpen ? `${head.slice(0, quote)}?` : head;
}

/** `count at /srv/jobs/orders.py:42` without its line, which moves with every edit above it, and without the folder. */
export function normaliseCallSite(text: string): string {
  return normaliseName(text.replace(/:\d+$/, '').replace(/(?:[\w.@-]*[\\/])+(?=[\w.@-]+$)/, ''));
}

/** Of a folder, a drive, a home or a store: `/logs/app-1`, `C:\\logs`, `~/logs`, `./logs`, `s3://bucket/logs`. */
const path = /^(?:\.{0,2}\/|~\/|[a-z]:\\|[a-z][a-z0-9+.-]*:\/\/)\S/i;

/** Whether what was pasted names a place. */
export function looksLikePath(text: string): boolean {
  return path.test(text) && !text.includes('\n');
}

/** What to type in a terminal to see the log at a path; a page cannot open one. */
export function commandForPath(text: string): string {
  const local = text.replace(/^file:\/\//, '');
  const word = /^[\w@%+=:,./~\\-]+$/.test(local) ? local : `'${local.replaceAll("'", "'\\''")}'`;
  return `cinderlog view ${word}`;
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packColumns, type RunView } from '@cinderlog/core';
import { viewerFolder } from '../viewer-files.ts';
import { escapeHtml } from './html/markup.ts';

/** Spans per lane. Beyond it a lane is summed up, so that a report stays under about 5 MB. */
const mostSpans = 120_000;
/** Nodes of plans, those of the longest queries first: a megabyte or so. */
const mostPlanNodes = 6_000;

/**
 * One run as a page in one file: the viewer with everything it shows, for opening from disk. Its policy lets in this one script and this one
 * style and nothing else, so no text of the log can become a program, and nothing is loaded from elsewhere.
 */
export async function renderTimelinePage(run: RunView): Promise<string> {
  const folder = viewerFolder('report');
  const script = withoutClosingTag(readFileSync(join(folder, 'report.js'), 'utf8'));
  const style = readFileSync(join(folder, 'viewer.css'), 'utf8');
  const data = gzipSync(packColumns(await run.pack(mostSpans, mostPlanNodes)), { level: 9 }).toString('base64');
  const { application } = run.index.result;
  const title = `${application.name ?? application.id ?? 'A run'} · cinderlog`;
  const policy = `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This report is drawn by a script in this file; nothing is loaded from elsewhere.</noscript>
<script type="application/octet-stream" id="run">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** As the policy names what it lets in. */
function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Inside of strings, which is the only place where a program holds them, both mean the same with the backslash. */
function withoutClosingTag(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packColumns, repackRun, timelineElementId, type RunPage } from '@cinderlog/core';
import { viewerFolder } from '../../viewer-files.ts';
import { embedPacked, packBytes } from './embedded.ts';
import { Markup } from './markup.ts';

/** Reports go by mail and into tickets, which refuse more. */
const mostPageBytes = 5_000_000;
/** A timeline is given at least this much, even when the report around it is too long already. */
const leastTimelineBytes = 40_000;
/** Lanes are not summed up any further than to so many spans. */
const leastSpans = 500;
/** What a page needs to show timelines: two elements for its head and its end, and what its policy must let in. */
export interface Interactive {
  readonly style: Markup;
  readonly end: Markup;
  /** Sources of styles and scripts, as a policy names them. */
  readonly policy: string;
}

/**
 * The timelines of a report with the program that shows them. What the page already weighs decides how much of them there is room for:
 * lanes are summed up until all fit.
 */
export function interactiveParts(pages: readonly RunPage[], ownStyle: string, takenBytes: number): Interactive {
  const folder = viewerFolder('report');
  const script = withoutClosingTag(readFileSync(join(folder, 'report.js'), 'utf8'));
  const style = readFileSync(join(folder, 'viewer.css'), 'utf8');
  const freeBytes = mostPageBytes - takenBytes - Buffer.byteLength(script) - Buffer.byteLength(style);
  const shareBytes = Math.max(leastTimelineBytes, freeBytes / Math.max(1, pages.length));
  const timelines = pages.map((page, i) => embedTimeline(page, i, shareBytes).text).join('\n');
  return {
    // Off until a timeline is opened: the program turns it on and the style of the report off.
    style: new Markup(`<style id="viewer-style" media="not all">${style}</style>`),
    end: new Markup(`${timelines}\n<script>${script}</script>`),
    policy: `script-src '${digest(script)}'; style-src '${digest(ownStyle)}' '${digest(style)}'; img-src data:`,
  };
}

/** As the policy names what it lets in. */
export function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The timeline of a page, summed up until it has no more than so many bytes; a little more rather than none at all. */
export function embedTimeline({ packed, result }: RunPage, place: number, mostBytes: number): Markup {
  if (packed === undefined) return new Markup('');
  let spans = Math.max(packed.timeline.tasks.set.startMs.length, leastSpans);
  let text = packBytes(packColumns(packed));
  // All is a string of base64: a character is a byte.
  while (text.length > mostBytes && spans > leastSpans) {
    // What is packed is no straight function of the number of spans; a little less is aimed at.
    spans = Math.max(leastSpans, Math.floor(spans * Math.min(0.7, (0.9 * mostBytes) / text.length)));
    text = packBytes(packColumns(repackRun(packed, result, spans)));
  }
  return embedPacked(timelineElementId(place), text);
}

/** Inside of strings, which is the only place where a program holds them, both mean the same with the backslash. */
function withoutClosingTag(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

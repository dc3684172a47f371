import { mount, unmount } from 'svelte';
import type { Result } from '@cinderlog/core';
import App from './app/App.svelte';
import { openEmbedded, readResults } from './source/embedded-source.ts';
import { applyTheme, readThemeChoice } from './state/preferences.ts';
import { timelineOf } from './state/report-url.ts';
import './ui/tokens.css';
import './ui/base.css';

// The program of a report in one file. The report can be read without it; it adds the timelines, whose data stand in the page.
applyTheme(readThemeChoice());
const report = document.getElementById('report');
const app = document.getElementById('app');
const styles = { report: styleOf('report-style'), viewer: styleOf('viewer-style') };
const reportTitle = document.title;

let results: readonly Result[] | undefined;
let open: { readonly number: number; readonly app: object } | undefined;

for (const element of document.querySelectorAll<HTMLElement>('.needs-script')) element.hidden = false;
// The picture is the first thing that anybody would click at; for keys there is the link.
for (const picture of document.querySelectorAll<HTMLElement>('.picture[data-timeline]')) {
  picture.classList.add('opens');
  picture.addEventListener('click', () => {
    location.hash = `timeline=${picture.dataset.timeline ?? ''}`;
  });
}
addEventListener('hashchange', () => void show());
void show();

/** Shows what the address asks for: a timeline, or the report. */
async function show(): Promise<void> {
  const number = timelineOf(location.hash, document.body.dataset.opens === 'timeline');
  const data = number === undefined ? null : document.getElementById(`cinderlog-timeline-${number}`);
  if (number === undefined || data === null) {
    await close();
    return;
  }
  if (open?.number === number || app === null || report === null) return;
  await close();
  turn(true);
  const openRun = async () => {
    results ??= await readResults();
    return await openEmbedded(data.textContent, results[number - 1]);
  };
  const leave = { title: 'Report', go: () => (location.hash = 'report') };
  open = { number, app: mount(App, { target: app, props: { embedded: openRun, leave } }) };
}

async function close(): Promise<void> {
  if (open === undefined) return;
  const { app: closing } = open;
  open = undefined;
  await unmount(closing);
  turn(false);
  document.title = reportTitle;
  // The place in the report that the address names was hidden until now.
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

/** Both have styles of their own, and only one of them is on; paper always gets the report. */
function turn(toTimeline: boolean): void {
  if (report !== null) report.hidden = toTimeline;
  if (app !== null) app.hidden = !toTimeline;
  if (styles.report !== null) styles.report.media = toTimeline ? 'print' : 'all';
  if (styles.viewer !== null) styles.viewer.media = toTimeline ? 'screen' : 'not all';
}

function styleOf(id: string): HTMLStyleElement | null {
  return document.querySelector<HTMLStyleElement>(`style#${id}`);
}

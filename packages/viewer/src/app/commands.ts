import type { Viewer } from './viewer.svelte.ts';
import { walkSelection } from './walk-selection.ts';

/** Something that can be done: by its key, and from the palette. Help and bindings are made from this one table. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** Keys as `KeyboardEvent.code` for those whose place matters (`KeyW`), else as `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  /** What help shows for the keys. */
  readonly shown: string;
  run(viewer: Viewer): void;
}

const panShare = 0.2;
/** The field that filters the lanes. */
export const laneFilterId = 'lane-filter';
/** The panel that tells of the selection. */
export const detailsId = 'details';

export const commands: readonly Command[] = [
  {
    id: 'search',
    title: 'Search',
    keys: ['/'],
    shown: '/',
    run: (viewer) => {
      viewer.overlay = 'search';
    },
  },
  {
    id: 'palette',
    title: 'All commands',
    keys: ['mod+shift+p', 'mod+k'],
    shown: 'Ctrl/Cmd + K',
    run: (viewer) => {
      viewer.overlay = 'palette';
    },
  },
  {
    id: 'help',
    title: 'Keys and mouse',
    keys: ['?'],
    shown: '?',
    run: (viewer) => {
      viewer.overlay = 'help';
    },
  },
  { id: 'fit', title: 'Fit the selection', keys: ['f'], shown: 'F', run: fitSelection },
  {
    id: 'all',
    title: 'Show the whole run',
    keys: ['0'],
    shown: '0',
    run: (viewer) => {
      viewer.goToCrumb(0);
    },
  },
  {
    id: 'next-finding',
    title: 'Next finding',
    keys: ['n'],
    shown: 'N',
    run: (viewer) => {
      stepFinding(viewer, 1);
    },
  },
  {
    id: 'previous-finding',
    title: 'Previous finding',
    keys: ['p'],
    shown: 'P',
    run: (viewer) => {
      stepFinding(viewer, -1);
    },
  },
  {
    id: 'next-found',
    title: 'Next of what the search found',
    keys: ['F3'],
    shown: 'F3',
    run: (viewer) => {
      stepFound(viewer, 1);
    },
  },
  {
    id: 'previous-found',
    title: 'Previous of what the search found',
    keys: ['shift+F3'],
    shown: 'Shift + F3',
    run: (viewer) => {
      stepFound(viewer, -1);
    },
  },
  {
    id: 'filter',
    title: 'Filter the lanes (stage:12, job:3, exec:1, host:name, failed)',
    keys: ['shift+f'],
    shown: 'Shift + F',
    run: () => {
      document.getElementById(laneFilterId)?.focus();
    },
  },
  {
    id: 'left',
    title: 'Previous span in the row',
    keys: ['ArrowLeft'],
    shown: '←',
    run: (viewer) => {
      walkSelection(viewer, 'left');
    },
  },
  {
    id: 'right',
    title: 'Next span in the row',
    keys: ['ArrowRight'],
    shown: '→',
    run: (viewer) => {
      walkSelection(viewer, 'right');
    },
  },
  {
    id: 'up',
    title: 'To the row above',
    keys: ['ArrowUp'],
    shown: '↑',
    run: (viewer) => {
      walkSelection(viewer, 'up');
    },
  },
  {
    id: 'down',
    title: 'To the row below',
    keys: ['ArrowDown'],
    shown: '↓',
    run: (viewer) => {
      walkSelection(viewer, 'down');
    },
  },
  {
    id: 'outwards',
    title: 'To what it belongs to (task, stage, job, query)',
    keys: ['['],
    shown: '[',
    run: (viewer) => {
      walkSelection(viewer, 'outwards');
    },
  },
  {
    id: 'inwards',
    title: 'To the first thing inside it',
    keys: [']'],
    shown: ']',
    run: (viewer) => {
      walkSelection(viewer, 'inwards');
    },
  },
  {
    id: 'details',
    title: 'To the details of the selection',
    keys: ['Enter'],
    shown: 'Enter',
    run: (viewer) => {
      if (viewer.selection === undefined) return;
      viewer.side = viewer.selection.kind === 'finding' ? 'findings' : 'selection';
      document.getElementById(detailsId)?.focus();
    },
  },
  {
    id: 'mark',
    title: 'Mark the selected stretch',
    keys: ['m'],
    shown: 'M',
    run: (viewer) => {
      markSelection(viewer, false);
    },
  },
  {
    id: 'keep-mark',
    title: 'Mark it and keep the others',
    keys: ['shift+m'],
    shown: 'Shift + M',
    run: (viewer) => {
      markSelection(viewer, true);
    },
  },
  {
    id: 'escape',
    title: 'One level back',
    keys: ['Escape'],
    shown: 'Esc',
    run: (viewer) => {
      viewer.escape();
    },
  },
  {
    id: 'zoom-in',
    title: 'Zoom in',
    keys: ['+', '='],
    shown: '+ or W',
    run: (viewer) => {
      viewer.viewport.zoomBy(1.5);
    },
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    keys: ['-'],
    shown: '− or S',
    run: (viewer) => {
      viewer.viewport.zoomBy(1 / 1.5);
    },
  },
  {
    id: 'earlier',
    title: 'Move to earlier times',
    keys: [],
    shown: 'A',
    run: (viewer) => {
      viewer.viewport.panBy(-panShare);
    },
  },
  {
    id: 'later',
    title: 'Move to later times',
    keys: [],
    shown: 'D',
    run: (viewer) => {
      viewer.viewport.panBy(panShare);
    },
  },
  {
    id: 'stages',
    title: 'Table of stages',
    keys: ['g'],
    shown: 'G',
    run: (viewer) => {
      toggleDrawer(viewer, 'stages');
    },
  },
  {
    id: 'tasks',
    title: 'Table of tasks',
    keys: ['t'],
    shown: 'T',
    run: (viewer) => {
      toggleDrawer(viewer, 'tasks');
    },
  },
  {
    id: 'executors',
    title: 'Table of executors',
    keys: ['x'],
    shown: 'X',
    run: (viewer) => {
      toggleDrawer(viewer, 'executors');
    },
  },
  {
    id: 'queries',
    title: 'Table of queries',
    keys: ['q'],
    shown: 'Q',
    run: (viewer) => {
      toggleDrawer(viewer, 'queries');
    },
  },
  {
    id: 'plan',
    title: 'Plan of the query',
    keys: ['l'],
    shown: 'L',
    run: (viewer) => {
      toggleDrawer(viewer, 'plan');
    },
  },
  {
    id: 'events',
    title: 'The selection as it stands in the log',
    keys: ['e'],
    shown: 'E',
    run: (viewer) => {
      if (viewer.index.hasLog) toggleDrawer(viewer, 'events');
    },
  },
  {
    id: 'settings',
    title: 'Settings of the application',
    keys: [],
    shown: '',
    run: (viewer) => {
      toggleDrawer(viewer, 'settings');
    },
  },
  {
    id: 'quality',
    title: 'How far the log can be trusted',
    keys: [],
    shown: '',
    run: (viewer) => {
      toggleDrawer(viewer, 'quality');
    },
  },
  {
    id: 'visible-table',
    title: 'What is on the screen, as a table',
    keys: ['v'],
    shown: 'V',
    run: (viewer) => {
      viewer.overlay = 'table';
    },
  },
  {
    id: 'unfold',
    title: 'Unfold all lanes',
    keys: [],
    shown: '',
    run: (viewer) => {
      viewer.lanes.foldAll(false);
    },
  },
  {
    id: 'fold',
    title: 'Fold all lanes',
    keys: [],
    shown: '',
    run: (viewer) => {
      viewer.lanes.foldAll(true);
    },
  },
  {
    id: 'colors',
    title: 'Colour tasks by stage, by outcome or by host',
    keys: ['c'],
    shown: 'C',
    run: (viewer) => {
      viewer.nextColorMode();
    },
  },
  {
    id: 'clock',
    title: 'Time since the start, by UTC, or by the clock of this machine',
    keys: ['k'],
    shown: 'K',
    run: (viewer) => {
      viewer.nextClock();
    },
  },
  {
    id: 'timings',
    title: 'How long this page took for what it did',
    keys: [],
    shown: '',
    run: (viewer) => {
      viewer.overlay = 'timings';
    },
  },
  {
    id: 'wheel',
    title: 'Let the wheel zoom instead of scroll',
    keys: [],
    shown: '',
    run: (viewer) => {
      viewer.setWheelZooms(!viewer.wheelZooms);
    },
  },
];

function fitSelection(viewer: Viewer): void {
  if (viewer.finding !== undefined) viewer.showFinding(viewer.finding);
  else if (viewer.selection !== undefined) viewer.select(viewer.selection, true);
}

function stepFinding(viewer: Viewer, step: number): void {
  const count = viewer.index.result.findings.length;
  if (count === 0) return;
  const from = viewer.finding ?? (step > 0 ? -1 : 0);
  viewer.showFinding((from + step + count) % count);
}

function stepFound(viewer: Viewer, step: number): void {
  const next = viewer.found.step(step);
  if (next !== undefined) viewer.select(next, true);
}

function markSelection(viewer: Viewer, keep: boolean): void {
  const range = viewer.selectedRange;
  if (range === undefined) return;
  const { startMs, endMs } = range;
  viewer.mark([...(keep ? viewer.marks : []), { startMs, endMs }]);
}

function toggleDrawer(viewer: Viewer, tab: NonNullable<Viewer['drawer']>): void {
  viewer.drawer = viewer.drawer === tab ? undefined : tab;
}

/** The command that a key press stands for. */
export function commandFor(event: KeyboardEvent): Command | undefined {
  const mod = event.ctrlKey || event.metaKey;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isLetter = /^[a-z]$/.test(name);
  const pressed = `${mod ? 'mod+' : ''}${event.shiftKey && (isLetter || event.key.length > 1) ? 'shift+' : ''}${name}`;
  if (event.altKey) return undefined;
  return commands.find((command) => command.keys.includes(pressed));
}

import type { EventSubject, LiveState, RunIndex } from '@cinderlog/core';
import type { LayoutPlan } from '../panels/plan/layout-plan.ts';
import type { RunSource } from '../source/run-source.ts';
import { carrySelection } from '../state/carry-selection.ts';
import { describeSelection } from '../state/describe-selection.ts';
import { queryOf } from '../state/query-of.ts';
import { keepWheelZooms, readWheelZooms } from '../state/preferences.ts';
import { rangeOf, readSelection, writeSelection, type Selection } from '../state/selection.ts';
import type { UrlState } from '../state/url-state.ts';
import { colorModes, type ColorMode } from '../timeline/scene.ts';
import { highlightOf, type Highlight } from '../timeline/highlight.ts';
import { readLaneFilter } from '../timeline/lane-filter.ts';
import { LaneLoader } from '../timeline/lane-loader.ts';
import { RunNames } from '../timeline/run-names.ts';
import { clocks, type Clock } from '../timeline/time-ticks.ts';
import { Viewport } from '../timeline/viewport.ts';
import { Address } from './address.ts';
import { crumbsTo, withRoom, type Crumb, type TimeRange } from './crumbs.ts';
import { followLog } from './follow-log.ts';
import { FoundThings } from './found-things.svelte.ts';
import { FrameLoop } from './frame-loop.ts';
import { SelectionDetails } from './selection-details.svelte.ts';
import { ShownLanes } from './shown-lanes.svelte.ts';

export type SidePanel = 'findings' | 'selection';
export const drawerTabs = [
  'stages',
  'tasks',
  'executors',
  'queries',
  'plan',
  'events',
  'cluster',
  'settings',
  'quality',
] as const;
export type DrawerTab = (typeof drawerTabs)[number];

/** The visible stretch is written down when it has not moved for so long. */
const settleMs = 120;

/**
 * The screen of one run: what is selected, which part is visible, what is open. Only what panels show is reactive; the canvases are told
 * to draw by `frames`, and no span is ever a reactive object.
 */
export class Viewer {
  readonly source: RunSource;
  /** The run as it was last read. */
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the constructor sets it before anything reads it
  index = $state.raw<RunIndex>()!;
  readonly names: RunNames;
  readonly viewport: Viewport;
  readonly loader: LaneLoader;
  readonly layoutPlan: LayoutPlan;
  readonly frames = new FrameLoop();
  readonly details: SelectionDetails;
  readonly lanes = new ShownLanes(() => this.index);
  readonly found = new FoundThings();

  selection = $state.raw<Selection | undefined>();
  finding = $state.raw<number | undefined>();
  /** How far a log that is still being written has been followed. */
  live = $state.raw<LiveState | undefined>();
  side = $state.raw<SidePanel>('findings');
  drawer = $state.raw<DrawerTab | undefined>();
  /** Which tasks the table of tasks shows. */
  taskFilter = $state.raw<{ stage?: number; executorId?: string; onlyFailed?: boolean }>({});
  /** The query whose plan is shown, as its place in the SQL executions of the result. */
  planOf = $state.raw<number | undefined>();
  /** A line of the log that is shown instead of the events of the selection. */
  eventPlace = $state.raw<Extract<EventSubject, { kind: 'line' }> | undefined>();
  crumbs = $state.raw<readonly Crumb[]>([]);
  marks = $state.raw<readonly TimeRange[]>([]);
  colorMode = $state.raw<ColorMode>('stage');
  /** What fades all lanes but what it names, as it was typed. */
  laneFilter = $state.raw('');
  clock = $state.raw<Clock>('start');
  wheelZooms = $state.raw(readWheelZooms());
  /** The visible stretch, a moment after it came to rest. */
  visible = $state.raw<TimeRange>({ startMs: 0, endMs: 0 });
  overlay = $state.raw<'none' | 'help' | 'palette' | 'search' | 'table' | 'timings'>('none');
  problem = $state.raw<string | undefined>();
  /** For those who cannot see the canvas: what was selected last. */
  spoken = $state.raw('');
  readonly highlight: Highlight | undefined = $derived.by(() => {
    const finding = this.finding === undefined ? undefined : this.index.result.findings[this.finding];
    if (finding !== undefined) return highlightOf(finding, this.index.result);
    return readLaneFilter(this.laneFilter, this.index.result);
  });

  /** Told when the visible stretch moves: another timeline may go along. */
  onMove: (() => void) | undefined;
  readonly #address: Address;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** `axisMs`: the length of the time axis where that is not the run's own. */
  constructor(source: RunSource, index: RunIndex, layoutPlan: LayoutPlan, axisMs?: number) {
    this.source = source;
    this.layoutPlan = layoutPlan;
    this.index = index;
    this.details = new SelectionDetails(source);
    this.names = new RunNames(() => this.index);
    this.viewport = new Viewport(axisMs ?? index.result.application.durationMs, () => {
      this.onMove?.();
      this.frames.invalidate();
      this.#settle();
    });
    // At least a millisecond: a log may end with the line that begins it.
    const { runMs } = this.viewport;
    this.loader = new LaneLoader(
      source,
      runMs,
      () => {
        this.frames.invalidate();
      },
      (error) => {
        this.problem = error.message;
      },
    );
    this.visible = { startMs: 0, endMs: runMs };
    this.crumbs = [{ title: 'Whole run', startMs: 0, endMs: runMs }];
    this.#address = new Address(
      () => this.#urlState(),
      (state) => this.#obey(state),
    );
  }

  /** Nothing is on its way and nothing waits to be drawn; for tests. */
  get isIdle(): boolean {
    return this.frames.isIdle && this.loader.isIdle && this.#settleTimer === undefined;
  }

  /** Goes to a stretch of the run, with some room around it, and remembers the way. */
  goTo(range: TimeRange, title: string): void {
    const target = { ...withRoom(range, this.viewport.runMs), title };
    this.crumbs = crumbsTo(this.crumbs, target);
    this.viewport.show(target.startMs, target.endMs);
    this.#address.push();
  }

  /** Back to one of the stretches on the way. */
  goToCrumb(place: number): void {
    const crumb = this.crumbs[place];
    if (crumb === undefined) return;
    this.crumbs = this.crumbs.slice(0, place + 1);
    this.viewport.show(crumb.startMs, crumb.endMs);
    this.#address.push();
  }

  /** Selects a thing; `follow` also brings it on the screen. */
  select(selection: Selection | undefined, follow = false): void {
    this.details.clear();
    this.eventPlace = undefined;
    this.planOf = queryOf(selection, this.index) ?? this.planOf;
    if (selection?.kind === 'finding') {
      this.showFinding(selection.index, follow);
      return;
    }
    this.selection = selection;
    this.side = selection === undefined ? 'findings' : 'selection';
    if (selection !== undefined) {
      void this.details.load(selection, this.index.hasTasks);
      const range = rangeOf(selection, this.index);
      this.spoken = this.describe(selection);
      if (follow && range !== undefined) this.goTo(range, this.describe(selection));
    }
    this.frames.invalidate();
    this.#address.push();
  }

  /** Selects a task by its row. */
  async selectTaskRow(row: number, follow = true): Promise<void> {
    const task = await this.source.ask('task', { row });
    if (task === null) return;
    const { stageAttempt: stage, executorId, startMs } = task;
    const layer = task.reason === 'Success' ? 0 : 1;
    this.select(
      { kind: 'task', row, stage, executorId, layer, startMs, endMs: startMs + task.durationMs, others: 0 },
      follow,
    );
    this.details.task = task;
  }

  /** Opens a finding: goes to its evidence, outlines it and fades the rest. */
  showFinding(place: number | undefined, follow = true): void {
    this.finding = place;
    this.selection = place === undefined ? undefined : { kind: 'finding', index: place };
    this.side = 'findings';
    const finding = place === undefined ? undefined : this.index.result.findings[place];
    if (finding !== undefined) {
      this.spoken = finding.title;
      const range = rangeOf({ kind: 'finding', index: place ?? 0 }, this.index);
      if (follow && range !== undefined) this.goTo(range, finding.title);
    }
    this.frames.invalidate();
    this.#address.push();
  }

  /** The time that the selection or the open finding covers. */
  get selectedRange(): TimeRange | undefined {
    return this.selection === undefined ? undefined : rangeOf(this.selection, this.index);
  }

  /** A thing in a few words. */
  describe(selection: Selection): string {
    return describeSelection(selection, this.names, this.index);
  }

  /** Takes one level back: an open dialog, the selection, the finding. */
  escape(): void {
    if (this.overlay !== 'none') this.overlay = 'none';
    else if (this.finding !== undefined) this.showFinding(undefined);
    else if (this.selection !== undefined) this.select(undefined);
    else if (this.marks.length > 0) this.mark([]);
    else if (this.found.list.length > 0) this.found.show([]);
    else if (this.laneFilter !== '') this.filterLanes('');
    else this.drawer = undefined;
    this.frames.invalidate();
  }

  /** Marks stretches of the run; a link keeps them. */
  mark(marks: readonly TimeRange[]): void {
    this.marks = marks;
    this.frames.invalidate();
    this.#address.push();
  }

  /** Fades what the words do not name; empty shows all. */
  filterLanes(text: string): void {
    this.laneFilter = text;
    this.frames.invalidate();
    this.#address.replace();
  }

  /** Pins a lane to the top, or takes it from there. */
  togglePin(key: string): void {
    this.lanes.togglePin(key);
    this.frames.invalidate();
    this.#address.replace();
  }

  /** Times since the start, then by UTC, then by the clock of this machine. */
  nextClock(): void {
    this.clock = clocks[(clocks.indexOf(this.clock) + 1) % clocks.length] ?? 'start';
    this.frames.invalidate();
  }

  /** Tasks by stage, then by outcome, then by host. */
  nextColorMode(): void {
    this.colorMode = colorModes[(colorModes.indexOf(this.colorMode) + 1) % colorModes.length] ?? 'stage';
    this.frames.invalidate();
    this.#address.replace();
  }

  /** Lets the wheel zoom instead of scroll, or not; remembered for the next visit. */
  setWheelZooms(zooms: boolean): void {
    this.wheelZooms = zooms;
    keepWheelZooms(zooms);
  }

  /** Shows what stands in a line of the log. */
  openLine(file: string, line: number): void {
    this.eventPlace = { kind: 'line', file, line };
    this.drawer = 'events';
  }

  openTasks(filter: Viewer['taskFilter']): void {
    this.taskFilter = filter;
    this.drawer = 'tasks';
  }

  /** Obeys the address, then keeps it up to date. */
  async followUrl(): Promise<void> {
    if (!(await this.#address.follow()))
      this.problem = 'The link in the address bar belongs to another log, so what it points to is not shown.';
  }

  /** Follows a log that is still being written: when it was read again, what is on the screen is asked for anew and stays there. */
  async followLog(): Promise<void> {
    await followLog(this.source, {
      isClosed: () => this.#isClosed,
      renew: () => this.#renew(),
      tell: (live) => {
        this.live = live;
      },
      fail: (error) => {
        this.problem = error.message;
      },
    });
  }

  async #renew(): Promise<void> {
    const index = await this.source.ask('index', {});
    const { index: before, selection } = this;
    const { task } = this.details;
    const runMs = index.result.application.durationMs;
    const finding =
      this.finding === undefined ? undefined : carrySelection({ kind: 'finding', index: this.finding }, before, index);
    const carried = selection === undefined ? undefined : carrySelection(selection, before, index);
    this.index = index;
    this.finding = finding?.kind === 'finding' ? finding.index : undefined;
    this.selection = carried;
    this.crumbs = this.crumbs.map((crumb, i) => (i === 0 ? { ...crumb, endMs: runMs } : crumb));
    this.viewport.extend(runMs);
    this.loader.renew(this.viewport.runMs);
    if (carried?.kind === 'task') await this.#findTaskAgain(task?.taskId);
    else if (carried !== undefined) void this.details.load(carried, index.hasTasks);
    this.frames.invalidate();
  }

  /** A task that was running has another row once it has ended. */
  async #findTaskAgain(taskId: number | undefined): Promise<void> {
    const row = taskId === undefined ? null : await this.source.ask('findTask', { taskId });
    if (row === null) this.selection = undefined;
    else await this.selectTaskRow(row, false);
  }

  /** Lets go of the address and of the run. */
  close(): void {
    this.#isClosed = true;
    this.#address.close();
    clearTimeout(this.#settleTimer);
    this.source.close();
  }

  #settle(): void {
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => {
      this.#settleTimer = undefined;
      const { startMs, endMs } = this.viewport;
      this.visible = { startMs, endMs };
      this.#address.replace();
    }, settleMs);
  }

  #urlState(): UrlState {
    const { startMs, endMs } = this.viewport;
    const isWhole = startMs <= 0 && endMs >= this.viewport.runMs;
    const finding = this.finding === undefined ? undefined : this.index.result.findings[this.finding]?.id;
    return {
      ranges: isWhole ? [] : [[startMs, endMs]],
      selection: finding === undefined && this.selection !== undefined ? writeSelection(this.selection) : undefined,
      marks: this.marks.map(({ startMs, endMs }) => [startMs, endMs] as const),
      finding,
      log: String(this.index.result.application.startMs),
      colors: this.colorMode === 'stage' ? undefined : this.colorMode,
      pinned: this.lanes.pinned,
      filter: this.laneFilter,
    };
  }

  async #obey(state: UrlState): Promise<void> {
    this.colorMode = colorModes.find((mode) => mode === state.colors) ?? 'stage';
    this.marks = state.marks.map(([startMs, endMs]) => ({ startMs, endMs }));
    this.lanes.pinned = state.pinned;
    this.laneFilter = state.filter;
    const finding = this.index.result.findings.findIndex(({ id }) => id === state.finding);
    if (finding >= 0) this.showFinding(finding, state.ranges.length === 0);
    else {
      this.finding = undefined;
      const selection = state.selection === undefined ? undefined : readSelection(state.selection);
      if (selection?.kind === 'task-row') await this.selectTaskRow(selection.row, false);
      else this.select(selection);
    }
    const [whole] = this.crumbs;
    const last = state.ranges.at(-1);
    if (last !== undefined) this.viewport.show(last[0], last[1]);
    else if (finding < 0 && whole !== undefined) this.viewport.show(whole.startMs, whole.endMs);
  }
}

import type { AreaTotals, LiveState, QueryDetails, RunIndex, TaskDetails } from '@cinderlog/core';
import type { RunSource } from '../source/run-source.ts';
import { carrySelection } from '../state/carry-selection.ts';
import { rangeOf, readSelection, writeSelection, type Selection } from '../state/selection.ts';
import { readUrl, writeUrl } from '../state/url-state.ts';
import type { ColorMode } from '../timeline/draw-lanes.ts';
import { highlightOf, type Highlight } from '../timeline/highlight.ts';
import { placeLanes, type FoldState } from '../timeline/lane-layout.ts';
import { LaneLoader } from '../timeline/lane-loader.ts';
import { RunNames } from '../timeline/run-names.ts';
import { Viewport } from '../timeline/viewport.ts';

export type SidePanel = 'findings' | 'selection';
export const drawerTabs = ['stages', 'tasks', 'executors', 'queries', 'cluster', 'settings', 'quality'] as const;
export type DrawerTab = (typeof drawerTabs)[number];

export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of the run that was gone into; the first is the whole run. */
export interface Crumb extends TimeRange {
  readonly title: string;
}

const settleMs = 120;
/** How often a log that is still being written is asked after. */
const askLiveMs = 1_000;
/** Room left on either side of what is shown. */
const fitMargin = 0.1;
/** Parts of the run: shorter stretches are moments, which are shown with at least so much around them. */
const momentShare = 0.0005;
const leastFitShare = 0.1;

/**
 * Everything that the screen of one run knows. Only what panels show is reactive; the canvases are told to draw by `invalidate`,
 * and no span is ever a reactive object.
 */
export class Viewer {
  readonly source: RunSource;
  /** The run as it was last read. */
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the constructor sets it before anything reads it
  index = $state.raw<RunIndex>()!;
  readonly names: RunNames;
  readonly viewport: Viewport;
  readonly loader: LaneLoader;

  selection = $state.raw<Selection | undefined>();
  /** How far a log that is still being written has been followed. */
  live = $state.raw<LiveState | undefined>();
  task = $state.raw<TaskDetails | undefined>();
  area = $state.raw<AreaTotals | undefined>();
  query = $state.raw<QueryDetails | undefined>();
  finding = $state.raw<number | undefined>();
  side = $state.raw<SidePanel>('findings');
  drawer = $state.raw<DrawerTab | undefined>();
  /** Which tasks the table of tasks shows. */
  taskFilter = $state.raw<{ stage?: number; executorId?: string; onlyFailed?: boolean }>({});
  folds = $state.raw<FoldState>({ changed: new Map(), allExecutors: false });
  crumbs = $state.raw<readonly Crumb[]>([]);
  marks = $state.raw<readonly TimeRange[]>([]);
  colorMode = $state.raw<ColorMode>('stage');
  /** Times of day instead of times since the start. */
  showsClock = $state.raw(false);
  wheelZooms = $state.raw(false);
  /** The visible stretch, a moment after it came to rest. */
  visible = $state.raw<TimeRange>({ startMs: 0, endMs: 0 });
  overlay = $state.raw<'none' | 'help' | 'palette' | 'search' | 'table'>('none');
  problem = $state.raw<string | undefined>();
  /** For those who cannot see the canvas: what was selected last. */
  spoken = $state.raw('');
  readonly layout = $derived.by(() => placeLanes(this.index.lanes, this.folds));
  readonly highlight: Highlight | undefined = $derived.by(() => {
    const finding = this.finding === undefined ? undefined : this.index.result.findings[this.finding];
    return finding === undefined ? undefined : highlightOf(finding, this.index.result);
  });

  #painters = new Set<(dataIsStale: boolean) => void>();
  #frame = 0;
  #dataIsStale = true;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #writesUrl = false;
  readonly #goBack = () => {
    this.#writesUrl = false;
    void this.#obey(readUrl(location.hash)).then(() => {
      this.#writesUrl = !this.#isClosed;
    });
  };
  #isClosed = false;

  constructor(source: RunSource, index: RunIndex) {
    this.source = source;
    this.index = index;
    this.names = new RunNames(() => this.index);
    const runMs = index.result.application.durationMs;
    this.viewport = new Viewport(runMs, () => {
      this.invalidate();
      this.#settle();
    });
    this.loader = new LaneLoader(
      source,
      runMs,
      () => {
        this.invalidate();
      },
      (error) => {
        this.problem = error.message;
      },
    );
    this.visible = { startMs: 0, endMs: runMs };
    this.crumbs = [{ title: 'Whole run', startMs: 0, endMs: runMs }];
    this.selection = undefined;
  }

  /** Registers what has to be drawn when anything moves; when only the pointer did, the data need not be drawn again. */
  onDraw(draw: (dataIsStale: boolean) => void): () => void {
    this.#painters.add(draw);
    this.invalidate();
    return () => this.#painters.delete(draw);
  }

  /** Asks for a new picture; many calls make one frame. */
  invalidate(): void {
    this.#dataIsStale = true;
    this.invalidateOverlay();
  }

  /** Asks for a new picture of what lies above the data. */
  invalidateOverlay(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const dataIsStale = this.#dataIsStale;
      this.#dataIsStale = false;
      for (const draw of this.#painters) draw(dataIsStale);
    });
  }

  /** Nothing is on its way and nothing waits to be drawn; for tests. */
  get isIdle(): boolean {
    return this.#frame === 0 && this.loader.isIdle && this.#settleTimer === undefined;
  }

  /** Goes to a stretch of the run, with some room around it, and remembers the way. */
  goTo(range: TimeRange, title: string): void {
    const { runMs } = this.viewport;
    const isMoment = range.endMs - range.startMs < runMs * momentShare;
    // What is hardly longer than a moment is shown with what led to it and what came of it.
    const lengthMs = isMoment
      ? Math.max(range.endMs - range.startMs, runMs * leastFitShare)
      : range.endMs - range.startMs;
    const centreMs = (range.startMs + range.endMs) / 2;
    const halfMs = lengthMs * (0.5 + fitMargin);
    const target = {
      startMs: Math.max(0, centreMs - halfMs),
      endMs: Math.min(this.viewport.runMs, centreMs + halfMs),
      title,
    };
    // What the new stretch lies in stays; what is beside it goes.
    const kept = this.crumbs.filter(
      (crumb, i) =>
        i === 0 || (crumb.startMs <= target.startMs && crumb.endMs >= target.endMs && crumb.title !== title),
    );
    this.crumbs = [...kept.slice(0, 5), target];
    this.viewport.show(target.startMs, target.endMs);
    this.#pushUrl();
  }

  /** Back to one of the stretches on the way. */
  goToCrumb(place: number): void {
    const crumb = this.crumbs[place];
    if (crumb === undefined) return;
    this.crumbs = this.crumbs.slice(0, place + 1);
    this.viewport.show(crumb.startMs, crumb.endMs);
    this.#pushUrl();
  }

  showAll(): void {
    this.goToCrumb(0);
  }

  /** Selects a thing; `follow` also brings it on the screen. */
  select(selection: Selection | undefined, follow = false): void {
    this.task = undefined;
    this.area = undefined;
    this.query = undefined;
    if (selection?.kind === 'finding') {
      this.showFinding(selection.index, follow);
      return;
    }
    this.selection = selection;
    if (selection === undefined) this.side = 'findings';
    else {
      this.side = 'selection';
      if (selection.kind === 'task') void this.#loadTask(selection.row);
      if (selection.kind === 'area') void this.#loadArea(selection);
      if (selection.kind === 'sql') void this.#loadQuery(selection.index);
      const range = rangeOf(selection, this.index);
      this.spoken = this.describe(selection);
      if (follow && range !== undefined) this.goTo(range, this.describe(selection));
    }
    this.invalidate();
    this.#pushUrl();
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
    this.invalidate();
    this.#pushUrl();
  }

  /** The time that the selection or the open finding covers. */
  get selectedRange(): TimeRange | undefined {
    return this.selection === undefined ? undefined : rangeOf(this.selection, this.index);
  }

  /** Takes one level back: an open dialog, the selection, the finding. */
  escape(): void {
    if (this.overlay !== 'none') this.overlay = 'none';
    else if (this.finding !== undefined) this.showFinding(undefined);
    else if (this.selection !== undefined) this.select(undefined);
    else if (this.marks.length > 0) this.marks = [];
    else this.drawer = undefined;
    this.invalidate();
  }

  toggleFold(key: string): void {
    const placed = this.layout.placed.find((lane) => lane.key === key);
    if (placed?.folding === undefined) return;
    this.folds = { ...this.folds, changed: new Map([...this.folds.changed, [key, placed.folding !== 'folded']]) };
    this.invalidate();
  }

  /** Folds or unfolds every lane that can. */
  foldAll(folded: boolean): void {
    const changed = new Map(this.folds.changed);
    for (const { key, folding } of this.layout.placed)
      if (folding !== undefined && key !== 'tasks') changed.set(key, folded);
    this.folds = { ...this.folds, changed };
    this.invalidate();
  }

  showAllExecutors(): void {
    this.folds = { ...this.folds, allExecutors: true };
    this.invalidate();
  }

  openTasks(filter: Viewer['taskFilter']): void {
    this.taskFilter = filter;
    this.drawer = 'tasks';
  }

  /** A thing in a few words. */
  describe(selection: Selection): string {
    switch (selection.kind) {
      case 'finding':
        return this.names.finding(selection.index);
      case 'job':
        return this.names.job(selection.index);
      case 'stage':
        return this.names.stage(selection.index);
      case 'sql':
        return this.names.sql(selection.index);
      case 'batch':
        return this.names.batch(selection.index);
      case 'cluster': {
        const event = this.index.clusterEvents[selection.index];
        return event?.executorId === undefined ? 'cluster event' : `executor ${event.executorId}`;
      }
      case 'cluster-log':
        return this.names.clusterLog(selection.index);
      case 'executor':
        return `executor ${selection.id}`;
      case 'task':
        return `task of ${this.names.stageNumber(selection.stage)}`;
      case 'label':
        return this.names.label(selection.code);
      case 'area':
        return 'area';
    }
  }

  /** Obeys the address, then keeps it up to date. */
  async followUrl(): Promise<void> {
    const state = readUrl(location.hash);
    const ownLog = String(this.index.result.application.startMs);
    if (state.log !== undefined && state.log !== ownLog) {
      this.problem = 'The link in the address bar belongs to another log, so what it points to is not shown.';
    } else await this.#obey(state);
    this.#writesUrl = true;
    addEventListener('popstate', this.#goBack);
  }

  /** Follows a log that is still being written: when it was read again, what is on the screen is asked for anew and stays there. */
  async followLog(): Promise<void> {
    try {
      while (!this.#isClosed && this.source.live !== undefined) {
        const live = (await this.source.live()) ?? undefined;
        if (live === undefined) return;
        if (live.version !== (this.live?.version ?? 0)) await this.#renew();
        this.live = live;
        if (live.status === 'ended') return;
        await new Promise((resolve) => setTimeout(resolve, askLiveMs));
      }
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      this.live = undefined;
    }
  }

  async #renew(): Promise<void> {
    const index = await this.source.ask('index', {});
    const { index: before, selection, task } = this;
    const runMs = index.result.application.durationMs;
    const finding =
      this.finding === undefined ? undefined : carrySelection({ kind: 'finding', index: this.finding }, before, index);
    const carried = selection === undefined ? undefined : carrySelection(selection, before, index);
    this.index = index;
    this.finding = finding?.kind === 'finding' ? finding.index : undefined;
    this.selection = carried;
    this.crumbs = this.crumbs.map((crumb, i) => (i === 0 ? { ...crumb, endMs: runMs } : crumb));
    this.viewport.extend(runMs);
    this.loader.renew(runMs);
    if (carried?.kind === 'sql') void this.#loadQuery(carried.index);
    if (carried?.kind === 'area') void this.#loadArea(carried);
    if (carried?.kind === 'task') await this.#findTaskAgain(task?.taskId);
    this.invalidate();
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
    removeEventListener('popstate', this.#goBack);
    this.#writesUrl = false;
    clearTimeout(this.#settleTimer);
    this.source.close();
  }

  async #obey(state: ReturnType<typeof readUrl>): Promise<void> {
    if (state.colors === 'status') this.colorMode = 'status';
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
    if (last === undefined) {
      if (finding < 0 && whole !== undefined) this.viewport.show(whole.startMs, whole.endMs);
      return;
    }
    this.viewport.show(last[0], last[1]);
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
    this.task = task;
  }

  async #loadTask(row: number): Promise<void> {
    if (!this.index.hasTasks) return;
    const task = await this.source.ask('task', { row });
    if (this.selection?.kind === 'task' && this.selection.row === row) this.task = task ?? undefined;
  }

  async #loadQuery(index: number): Promise<void> {
    const query = await this.source.ask('query', { index });
    if (this.selection?.kind === 'sql' && this.selection.index === index) this.query = query ?? undefined;
  }

  async #loadArea(range: TimeRange): Promise<void> {
    const area = await this.source.ask('area', { startMs: range.startMs, endMs: range.endMs });
    if (this.selection?.kind === 'area' && this.selection.startMs === range.startMs) this.area = area ?? undefined;
  }

  #settle(): void {
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => {
      this.#settleTimer = undefined;
      const { startMs, endMs } = this.viewport;
      this.visible = { startMs, endMs };
      this.#replaceUrl();
    }, settleMs);
  }

  #hash(): string {
    const { startMs, endMs } = this.viewport;
    const isWhole = startMs <= 0 && endMs >= this.viewport.runMs;
    const finding = this.finding === undefined ? undefined : this.index.result.findings[this.finding]?.id;
    return writeUrl(
      {
        ranges: isWhole ? [] : [[startMs, endMs]],
        selection: finding === undefined && this.selection !== undefined ? writeSelection(this.selection) : undefined,
        finding,
        log: String(this.index.result.application.startMs),
        colors: this.colorMode === 'stage' ? undefined : this.colorMode,
      },
      location.hash,
    );
  }

  /** A step that the browser's Back undoes. */
  #pushUrl(): void {
    const hash = this.#hash();
    if (this.#writesUrl && hash !== location.hash) history.pushState(null, '', hash);
  }

  #replaceUrl(): void {
    const hash = this.#hash();
    if (this.#writesUrl && hash !== location.hash) history.replaceState(null, '', hash);
  }
}

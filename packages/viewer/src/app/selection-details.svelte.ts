import type { AreaTotals, QueryDetails, TaskDetails } from '@cinderlog/core';
import type { RunSource } from '../source/run-source.ts';
import type { Selection } from '../state/selection.ts';

/** What is asked for about the selection beyond the index. An answer that comes when something else is selected is dropped. */
export class SelectionDetails {
  task = $state.raw<TaskDetails | undefined>();
  area = $state.raw<AreaTotals | undefined>();
  query = $state.raw<QueryDetails | undefined>();
  readonly #source: RunSource;
  #selection: Selection | undefined;

  constructor(source: RunSource) {
    this.#source = source;
  }

  clear(): void {
    this.#selection = undefined;
    this.task = undefined;
    this.area = undefined;
    this.query = undefined;
  }

  /** Asks about a selection; what is known of it stays until the answer is there. */
  async load(selection: Selection, hasTasks: boolean): Promise<void> {
    this.#selection = selection;
    const isStill = () => this.#selection === selection;
    if (selection.kind === 'task' && hasTasks) {
      const task = await this.#source.ask('task', { row: selection.row });
      if (isStill()) this.task = task ?? undefined;
    } else if (selection.kind === 'area') {
      const { startMs, endMs } = selection;
      const area = await this.#source.ask('area', { startMs, endMs });
      if (isStill()) this.area = area ?? undefined;
    } else if (selection.kind === 'sql') {
      const query = await this.#source.ask('query', { index: selection.index });
      if (isStill()) this.query = query ?? undefined;
    }
  }
}

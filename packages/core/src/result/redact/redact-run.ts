import type { PackedRun } from '../packed-run.ts';
import type { RunIndex } from '../run-index.ts';
import type { Settings } from '../settings.ts';
import type { Redactor } from './redactor.ts';

/** What a viewer asks for first, with every text in it made fit to be shown. */
export function redactIndex(index: RunIndex, redactor: Redactor): RunIndex {
  return {
    ...index,
    // First of all: it names people and machines, so that they are known in every other text.
    result: redactor.redactResult(index.result),
    lanes: index.lanes.map((lane) => ({ ...lane, title: redactor.redactText(lane.title) })),
    clusterEvents: redactor.redactJson(index.clusterEvents) as RunIndex['clusterEvents'],
    batches: redactor.redactJson(index.batches) as RunIndex['batches'],
    settings: redactSettings(index.settings, redactor),
  };
}

/** A packed run with every text in it made fit to be given away; after the result that it belongs to. */
export function redactPackedRun(packed: PackedRun, redactor: Redactor): PackedRun {
  const { timeline } = packed;
  return {
    ...packed,
    // The rest of a timeline is numbers.
    timeline: {
      ...timeline,
      executors: redactor.redactJson(timeline.executors) as typeof timeline.executors,
      clusterEvents: redactor.redactJson(timeline.clusterEvents) as typeof timeline.clusterEvents,
    },
    batches: redactor.redactJson(packed.batches) as PackedRun['batches'],
    settings: redactSettings(packed.settings, redactor),
  };
}

/** The name of a setting tells whether its value is a secret. */
function redactSettings(settings: Settings, redactor: Redactor): Settings {
  return settings.map(({ section, entries }) => ({
    section,
    entries: Object.entries(redactor.redactJson(Object.fromEntries(entries)) as Readonly<Record<string, string>>),
  }));
}

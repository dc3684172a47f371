import { expect, it } from 'vitest';
import { ModelBuilder } from '../packages/core/src/model/model-builder.ts';
import { fixtureNames } from './support/fixtures.ts';
import { readRawEvents, type Json } from './support/raw-events.ts';

/** Objects whose keys are data: properties, accumulator names, custom metrics. */
const freeKeyed =
  /(Properties|JVM Information|Classpath Entries|Resource Requests|Log Urls|Attributes|Resources|modifiedConfigs|metadata|durationMs|observedMetrics|metrics|customMetrics|eventTime|Driver Logs|extraTags)$/;

/** Paths of all fields, as in `Task Info.Launch Time`; they stop at lists and at objects with free keys. */
function pathsOf(value: unknown, prefix: string, into: Set<string>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    into.add(path);
    if (!freeKeyed.test(path)) pathsOf(child, path, into);
  }
}

/** The same value, noting each field that somebody asks for. */
function recording(value: Json, prefix: string, into: Set<string>): Json {
  return new Proxy(value, {
    get(target, key, receiver) {
      const child: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return child;
      const path = prefix === '' ? key : `${prefix}.${key}`;
      into.add(path);
      const isPlain = typeof child === 'object' && child !== null && !Array.isArray(child) && !freeKeyed.test(path);
      return isPlain ? recording(child as Json, path, into) : child;
    },
  });
}

function setOf(sets: Map<string, Set<string>>, name: string): Set<string> {
  const set = sets.get(name) ?? new Set<string>();
  sets.set(name, set);
  return set;
}

it('knows every field of every event in the fixtures, and which of them the model reads', async () => {
  const present = new Map<string, Set<string>>();
  const read = new Map<string, Set<string>>();
  for (const name of fixtureNames) {
    const builder = new ModelBuilder();
    for (const event of await readRawEvents(name)) {
      const eventName = String(event.Event);
      pathsOf(event, '', setOf(present, eventName));
      builder.add(eventName, recording(event, '', setOf(read, eventName)));
    }
  }
  const inventory = Object.fromEntries(
    [...present.keys()].sort().map((event) => {
      const paths = [...setOf(present, event)].filter((path) => path !== 'Event').sort();
      return [event, Object.fromEntries(paths.map((path) => [path, setOf(read, event).has(path) ? 'read' : 'unused']))];
    }),
  );
  // A new field, or one that is no longer read, shows as a difference for somebody to decide on.
  await expect(`${JSON.stringify(inventory, null, 1)}\n`).toMatchFileSnapshot(
    '../fixtures/golden/field-inventory.json',
  );
});

import { applicationStart, databricksMetadata } from '../events/application.ts';
import { eventNames } from '../events/names.ts';
import { readAs } from '../util/shapes.ts';
import { ModelBuilder } from './model-builder.ts';

/**
 * Finds where one application ends and the next begins in files that were joined. A log that turns up a second time goes on
 * building its first model, in which all that it repeats counts once.
 */
export class ApplicationSplitter {
  readonly builders: ModelBuilder[];
  readonly #keepTaskDetails: boolean;
  #current: ModelBuilder;
  #part = '';
  /** By Databricks' id of the Spark context, where the log has one. */
  #contexts = new Map<string, ModelBuilder>();

  constructor(keepTaskDetails = true) {
    this.#keepTaskDetails = keepTaskDetails;
    this.#current = new ModelBuilder(keepTaskDetails);
    this.builders = [this.#current];
  }

  /** The application whose events are being read. */
  get current(): ModelBuilder {
    return this.#current;
  }

  startPart(name: string): void {
    this.#part = name;
    this.#current.draft.parts.push(name);
  }

  /** To be told of each event before it is applied. */
  turnTo(event: Readonly<Record<string, unknown>>): void {
    // LogStart comes first, and what stands between it and ApplicationStart belongs to the new application already.
    if (event.Event === eventNames.logStart && this.#current.draft.start !== undefined) this.#begin();
    if (event.Event === eventNames.applicationStart) this.#identify(event);
    if (event.Event === eventNames.databricksMetadata) this.#turnToContext(event);
  }

  /** Each part of a Databricks delivery says which context it belongs to, and only the first part says which application. */
  #turnToContext(event: Readonly<Record<string, unknown>>): void {
    const id = readAs(databricksMetadata, event)?.roundedContextId;
    if (id === undefined) return;
    const known = this.#contexts.get(id);
    if (known === this.#current) return;
    if (known === undefined) {
      const isTaken = this.#current.draft.start !== undefined || [...this.#contexts.values()].includes(this.#current);
      if (isTaken) this.#begin();
      this.#contexts.set(id, this.#current);
      return;
    }
    known.draft.parts.push(this.#part);
    this.#current = known;
  }

  #begin(): void {
    const builder = new ModelBuilder(this.#keepTaskDetails);
    builder.draft.parts.push(this.#part);
    this.builders.push(builder);
    this.#current = builder;
  }

  #identify(event: Readonly<Record<string, unknown>>): void {
    const start = readAs(applicationStart, event);
    if (start === undefined) return;
    const isSame = ({ draft }: ModelBuilder) =>
      draft.start?.id === start.id &&
      draft.start?.attemptId === start.attemptId &&
      draft.start?.epochMs === start.epochMs;
    const known = this.builders.find((builder) => builder.draft.start !== undefined && isSame(builder));
    if (known === undefined) {
      if (this.#current.draft.start !== undefined) this.#begin();
      return;
    }
    if (known === this.#current) return;
    const repeated = this.#current.draft;
    known.draft.quality.repeatedEvents += repeated.quality.linesRead;
    known.draft.quality.linesRead += repeated.quality.linesRead;
    known.draft.parts.push(this.#part);
    this.builders.splice(this.builders.indexOf(this.#current), 1);
    this.#current = known;
  }
}

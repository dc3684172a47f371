import { labelNames, wallClockLabels, type RunIndex } from '@cinderlog/core';

/** Short names of everything that a run holds, as the timeline and the tables write them. */
export class RunNames {
  readonly #now: () => RunIndex;

  /** @param now the run as it is at the moment */
  constructor(now: () => RunIndex) {
    this.#now = now;
  }

  get #index(): RunIndex {
    return this.#now();
  }

  job(index: number): string {
    const job = this.#index.result.jobs[index];
    return job === undefined ? `job ${index}` : joined(`job ${job.id}`, job.description ?? job.name);
  }

  stage(index: number): string {
    const stage = this.#index.result.stages[index];
    return stage === undefined ? `stage ${index}` : joined(this.stageNumber(index), stage.name);
  }

  /** Without its name; a later attempt says which. */
  stageNumber(index: number): string {
    const stage = this.#index.result.stages[index];
    if (stage === undefined) return `stage ${index}`;
    return stage.attemptId === 0 ? `stage ${stage.stageId}` : `stage ${stage.stageId}, attempt ${stage.attemptId + 1}`;
  }

  sql(index: number): string {
    const execution = this.#index.result.sqlExecutions[index];
    return execution === undefined
      ? `query ${index}`
      : joined(`query ${execution.id}`, firstLine(execution.description));
  }

  batch(index: number): string {
    const batch = this.#index.batches[index];
    return batch === undefined ? `batch ${index}` : `${batch.query} batch ${batch.batchId}`;
  }

  /** What the cluster's own logs say. */
  clusterLog(index: number): string {
    const event = this.#index.result.clusterEvents?.[index];
    return event === undefined ? 'cluster event' : `${event.type}: ${event.text}`;
  }

  finding(index: number): string {
    return this.#index.result.findings[index]?.title ?? `finding ${index}`;
  }

  label(code: number): string {
    const label = wallClockLabels[code];
    return label === undefined ? '' : labelNames[label].name;
  }
}

function joined(first: string, second: string | undefined): string {
  return second === undefined || second === '' ? first : `${first} · ${second}`;
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split('\n', 1)[0]?.trim();
}

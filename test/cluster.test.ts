import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, readClusterFiles, readLog, resultSchema, type Result } from '@cinderlog/core';
import { findClusterFiles, readBundle } from '@cinderlog/core/node';
import { renderHtml } from '../packages/cli/src/reporters/html/render-html.ts';
import { renderMarkdown } from '../packages/cli/src/reporters/markdown/render-markdown.ts';
import { renderText } from '../packages/cli/src/reporters/text/render-text.ts';
import { newPage } from '../packages/cli/src/terminal/page.ts';
import { findFixture, readTruth } from './support/fixtures.ts';

/** Written by fixtures/cluster/make.py; see fixtures/cluster/README.md. */
interface Story {
  readonly files: readonly string[];
  readonly log: string | null;
  readonly removed: Readonly<Record<string, { class: string; eventLogSays: string; source: string | null }>>;
  readonly events?: number;
  readonly startUpMs?: number;
  readonly unreadable?: number;
  readonly unknownTypes?: Readonly<Record<string, number>>;
  readonly unknownFields?: Readonly<Record<string, number>>;
  readonly types?: readonly string[];
  readonly clock?: { source: string; offsetMs: number; withinMs: number };
  readonly gap?: { cause: string; names: string; startMs: number; endMs: number };
  readonly criticalPath?: readonly (readonly [string, number])[];
  readonly history?: Readonly<Record<string, number>>;
  readonly runId?: string;
}

const folder = 'fixtures/cluster/';
const secret = '0123456789abcdef0123456789abcdef';
const stories = readdirSync(folder, { withFileTypes: true }).filter(({ name }) =>
  existsSync(`${folder}${name}/truth.json`),
);

async function tell(name: string) {
  const story = JSON.parse(readFileSync(`${folder}${name}/truth.json`, 'utf8')) as Story;
  const { inputs } = findClusterFiles(story.files.map((file) => ({ path: `${folder}${name}/${file}` })));
  const { story: cluster, refused } = await readClusterFiles(inputs);
  const [log] = await findFixture(story.log ?? 'executor-killed');
  const model = await readLog(log!);
  return { story, cluster, refused, alone: analyse(model, 'log'), joined: analyse(model, 'log', { cluster }) };
}

describe.each(stories.map(({ name }) => name))('%s', (name) => {
  it('is read whole, and what is new or damaged in it is counted', async () => {
    const { story, cluster, refused } = await tell(name);
    expect(refused).toEqual([]);
    const sum = (of: (file: (typeof cluster.files)[number]) => number) =>
      cluster.files.reduce((total, file) => total + of(file), 0);
    expect(sum((file) => file.unreadable)).toBe(story.unreadable ?? 0);
    const [first] = cluster.files;
    expect(Object.fromEntries(first!.unknownTypes)).toEqual(story.unknownTypes ?? {});
    expect(Object.fromEntries(first!.unknownFields)).toEqual(story.unknownFields ?? {});
    if (story.events !== undefined) expect(cluster.events).toHaveLength(story.events);
    if (story.types !== undefined)
      expect(cluster.events.map(({ type }) => type)).toEqual(expect.arrayContaining([...story.types]));
  });

  it('sharpens what the event log says, keeps who decided, and changes nothing else', async () => {
    const { story, alone, joined } = await tell(name);
    const removalOf = (result: Result, id: string) => result.executors.find((executor) => executor.id === id)?.removal;
    for (const [id, expected] of Object.entries(story.removed)) {
      expect(removalOf(alone, id)?.class).toBe(expected.eventLogSays);
      const removal = removalOf(joined, id);
      expect(removal?.class).toBe(expected.class);
      expect(removal?.decidedBy?.source ?? null).toBe(expected.source);
      if (expected.source === null) continue;
      expect(removal?.decidedBy?.eventLogSaid.class).toBe(expected.eventLogSays);
      expect(story.files.some((file) => removal?.decidedBy?.place.file.endsWith(file))).toBe(true);
    }
    const others = (result: Result) => result.executors.filter(({ id }) => !(id in story.removed));
    expect(others(joined)).toEqual(others(alone));
    expect(joined.ledger.wallClock.reduce((total, { ms }) => total + ms, 0)).toBe(joined.application.durationMs);
    expect(resultSchema.parse(joined)).toEqual(joined);
  });

  it('lets no secret into the document or the report', async () => {
    const { story, joined } = await tell(name);
    for (const file of story.files.filter((each) => each.endsWith('.json'))) {
      expect(existsSync(`${folder}${name}/${file}`)).toBe(true);
    }
    const extent = { rows: Infinity, all: true, tables: new Set<never>(), evidence: true };
    const page = newPage(200, false, true);
    const text = renderText([joined], { page, extent, several: false, each: false, forEyes: false });
    expect(text + JSON.stringify(joined)).not.toContain(secret);
    const context = { page, extent, several: false, each: false, forEyes: false };
    for (const render of [renderMarkdown, renderHtml]) {
      const shared = render([joined], context);
      expect(shared).not.toContain(secret);
      // What the platform calls what stands out, in every format.
      for (const { type, level } of joined.clusterEvents ?? []) {
        if (level !== 'info') expect(shared.replaceAll('\\_', '_'), type).toContain(type);
      }
    }
    expect(JSON.stringify(joined.clusterEvents)).not.toContain('someone@');
  });
});

describe("the cluster's side", () => {
  it('estimates how far its clock is off from executors that both sides know', async () => {
    const { story, joined } = await tell('kubernetes-oom');
    const clock = joined.cluster?.clocks.find(({ source }) => source === story.clock?.source);
    expect(clock?.basis).toBe('executors');
    expect(Math.abs((clock?.offsetMs ?? 0) - story.clock!.offsetMs)).toBeLessThan(story.clock!.withinMs);
    // The loss then lies where the event log has it.
    const loss = joined.clusterEvents?.find(({ type }) => type === 'OOMKilled');
    const removed = joined.executors.find(({ removal }) => removal?.class === 'out-of-memory')?.removedMs;
    expect(Math.abs((loss?.startMs ?? 0) - (removed ?? 0))).toBeLessThan(story.clock!.withinMs);
  });

  it('tells how long the cluster took to start', async () => {
    const { story, joined } = await tell('databricks-spot');
    expect(joined.cluster?.startUpMs).toBe(story.startUpMs);
  });

  it('finds what decided the end of a run, its retries, and how long the job usually takes', async () => {
    const { story, joined } = await tell('databricks-runs');
    const run = joined.jobRuns?.find(({ tasks }) => tasks.length > 0);
    const path = run?.tasks.filter(({ onCriticalPath }) => onCriticalPath).map(({ key, attempt }) => [key, attempt]);
    expect(path).toEqual(story.criticalPath);
    expect(run?.runId).toBe(story.runId);
    expect(joined.jobHistories?.[0]).toMatchObject(story.history!);
    expect(joined.cluster?.files[1]?.notes[0]).toContain('not the last page');
  });

  it('names the malfunction in the gap that the event log could not explain', async () => {
    const { story, alone, joined } = await tell('databricks-driver');
    const { startMs, endMs, cause, names } = story.gap!;
    const covers = ({ kind, ranges }: Result['findings'][number]) =>
      kind === 'execution-gap' &&
      ranges.some((range) => {
        const shared =
          Math.min(range.endMs + joined.application.startMs, endMs) -
          Math.max(range.startMs + joined.application.startMs, startMs);
        return shared >= 0.8 * (endMs - startMs);
      });
    expect(alone.findings.find(covers)?.cause.class).not.toBe(cause);
    const gap = joined.findings.find(covers);
    expect(gap?.cause.class).toBe(cause);
    expect(gap?.cause.because).toContain(names);
    expect(joined.ledger.wallClock.find(({ label }) => label === 'cluster-malfunction')?.ms).toBeGreaterThan(
      0.8 * (endMs - startMs),
    );
  });

  it('holds the limits of a bundle against the run of its job', async () => {
    const { cluster } = await tell('databricks-runs');
    const limits = await readBundle(`${folder}bundle/databricks.yml`);
    expect(limits.jobs.map(({ key }) => key)).toEqual(['nightly', 'hourly']);
    const [log] = await findFixture('healthy-batch');
    const { jobLimits, jobRuns } = analyse(await readLog(log!), 'log', { cluster, bundle: limits });
    const run = jobRuns?.find(({ tasks }) => tasks.length > 0);
    expect(jobLimits).toMatchObject([
      { jobKey: 'nightly', metric: 'timeout_seconds', limit: 7_200_000, measured: run?.durationMs },
      { taskKey: 'load', metric: 'max_retries', unit: 'retries', limit: 1, measured: 0 },
      // Of its second attempt, which took 180 s with 1 s of clean-up.
      { taskKey: 'transform', metric: 'timeout_seconds', limit: 120_000, measured: 179_000 },
      { taskKey: 'transform', metric: 'max_retries', limit: 1, measured: 1 },
      { metric: 'RUN_DURATION_SECONDS', limit: 300_000, measured: run?.durationMs, place: { line: 8 } },
      { metric: 'STREAMING_BACKLOG_BYTES', limit: 1_000_000 },
    ]);
    // A batch job has no backlog, which is not the same as none.
    expect(jobLimits?.at(-1)).not.toHaveProperty('measured');
  });
});

describe('the real logs of drivers and executors', () => {
  it('tell that executors with exit code 137 had run out of memory, as the lab made them', async () => {
    const name = 'executor-oom-kill-hook';
    const { inputs } = findClusterFiles([{ path: `fixtures/logs/${name}/cluster` }]);
    const { story: cluster } = await readClusterFiles(inputs);
    const [log] = await findFixture(name);
    const model = await readLog(log!);
    for (const { executorId, class: truth } of readTruth(name).expected.removedExecutors) {
      const removalOf = (result: Result) => result.executors.find(({ id }) => id === executorId)?.removal;
      expect(removalOf(analyse(model, 'log'))).toMatchObject({ class: truth, confidence: 'possible' });
      expect(removalOf(analyse(model, 'log', { cluster }))).toMatchObject({
        class: truth,
        confidence: 'certain',
        decidedBy: { source: 'executor-log', matchedBy: 'executor' },
      });
    }
    // Both clocks are the lab machine's; the log's lines have whole seconds.
    const clock = analyse(model, 'log', { cluster }).cluster?.clocks.find(({ source }) => source === 'driver-log');
    expect(clock?.basis).toBe('executors');
    expect(Math.abs(clock?.offsetMs ?? Infinity)).toBeLessThan(2_000);
  });
});

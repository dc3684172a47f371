import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import {
  healthMetrics,
  type BundleLimits,
  type BundlePlace,
  type HealthLimit,
  type HealthMetric,
  type JobLimits,
  type TaskLimits,
} from './bundle-limits.ts';

/** One file of a bundle: `databricks.yml`, or what it includes. */
export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Files of thousands of aliases grow without end when they are resolved; people use some. */
const mostAliases = 100;

/**
 * The limits in a Databricks bundle: timeouts, retries and health rules of its jobs. Files are given in order, the including one
 * first; a later file adds to a job of the same key. `target` names the target whose own settings come on top.
 */
export function parseBundle(files: readonly BundleFile[], target?: string): BundleLimits {
  const problems: { problem: string; place: BundlePlace }[] = [];
  const jobs = new Map<string, JobLimits>();
  for (const file of files) {
    const reader = new BundleReader(file, problems);
    reader.readJobs(['resources', 'jobs'], jobs);
    if (target !== undefined) reader.readJobs(['targets', target, 'resources', 'jobs'], jobs);
  }
  return { jobs: [...jobs.values()], problems };
}

/** The patterns under `include` of a bundle's first file, as they are written: relative to its folder. */
export function includesOf({ text }: BundleFile): string[] {
  const include: unknown = parseDocument(text).getIn(['include']);
  if (!isSeq(include)) return [];
  return include.items.flatMap((item) => (isScalar(item) && typeof item.value === 'string' ? [item.value] : []));
}

class BundleReader {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly #problems: { problem: string; place: BundlePlace }[];

  constructor({ name, text }: BundleFile, problems: { problem: string; place: BundlePlace }[]) {
    this.#file = name;
    this.#problems = problems;
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true });
    for (const error of this.#document.errors) {
      const [first = error.message] = error.message.split('\n');
      problems.push({ problem: first.replace(/ at line \d+, column \d+:?$/, ''), place: this.#placeAt(error.pos[0]) });
    }
  }

  readJobs(path: readonly string[], jobs: Map<string, JobLimits>): void {
    const found = this.#resolve(this.#document.getIn(path, true) as Node | undefined);
    if (!isMap(found)) return;
    for (const pair of found.items) {
      const key = String(isScalar(pair.key) ? pair.key.value : pair.key);
      const known = jobs.get(key);
      const job = this.#readJob(key, pair.value as Node | null);
      jobs.set(key, known === undefined ? job : merge(known, job));
    }
  }

  #readJob(key: string, node: Node | null): JobLimits {
    const name: unknown = this.#plain(this.#get(node, 'name'));
    const rules = this.#get(this.#get(node, 'health'), 'rules');
    const tasks = this.#get(node, 'tasks');
    return {
      key,
      name: typeof name === 'string' ? name : undefined,
      timeoutMs: this.#seconds(this.#get(node, 'timeout_seconds')),
      maxRetries: this.#retries(node),
      health: isSeq(rules) ? rules.items.flatMap((rule) => this.#readRule(rule as Node)) : [],
      tasks: isSeq(tasks) ? tasks.items.flatMap((task) => this.#readTask(task as Node)) : [],
    };
  }

  #readRule(rule: Node): HealthLimit[] {
    const metric: unknown = this.#plain(this.#get(rule, 'metric'));
    const operator: unknown = this.#plain(this.#get(rule, 'op'));
    const value = this.#number(this.#get(rule, 'value'), 'the value of a health rule');
    const place = this.#placeOf(rule);
    if (typeof metric !== 'string' || !isHealthMetric(metric)) {
      this.#problems.push({ problem: `a health rule has the unknown metric ${String(metric)}`, place });
      return [];
    }
    if (operator !== 'GREATER_THAN') {
      this.#problems.push({
        problem: `a health rule compares with ${String(operator)}; only GREATER_THAN is known`,
        place,
      });
      return [];
    }
    return value === undefined ? [] : [{ metric, value: value * healthMetrics[metric].factor, place }];
  }

  #readTask(task: Node): TaskLimits[] {
    const key: unknown = this.#plain(this.#get(task, 'task_key'));
    if (typeof key !== 'string') return [];
    return [
      {
        key,
        timeoutMs: this.#seconds(this.#get(task, 'timeout_seconds')),
        maxRetries: this.#retries(task),
      },
    ];
  }

  #seconds(node: Node | undefined): number | undefined {
    const seconds = this.#number(node, 'timeout_seconds');
    return seconds === undefined || seconds === 0 ? undefined : seconds * 1000;
  }

  /** -1 allows any number, which is no limit. */
  #retries(node: Node | null | undefined): number | undefined {
    const retries = this.#number(this.#get(node, 'max_retries'), 'max_retries');
    return retries === -1 ? undefined : retries;
  }

  /** A number, or a text that is one. Variables of the bundle are filled in when it is deployed, and so not known here. */
  #number(node: Node | undefined, what: string): number | undefined {
    const value: unknown = this.#plain(node);
    if (node === undefined || value === null || value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    const why =
      typeof value === 'string' && value.includes('${')
        ? 'is a variable, whose value is not in the bundle'
        : 'is no number';
    this.#problems.push({ problem: `${what} ${why}`, place: this.#placeOf(node) });
    return undefined;
  }

  #get(node: Node | null | undefined, key: string): Node | undefined {
    const map = this.#resolve(node);
    return isMap(map) ? this.#resolve(map.get(key, true)) : undefined;
  }

  #plain(node: Node | undefined): unknown {
    return node?.toJS(this.#document, { maxAliasCount: mostAliases });
  }

  #resolve(node: Node | null | undefined): Node | undefined {
    if (node === null || node === undefined) return undefined;
    return 'resolve' in node ? node.resolve(this.#document) : node;
  }

  #placeOf(node: Node): BundlePlace {
    return this.#placeAt(node.range?.[0] ?? 0);
  }

  #placeAt(offset: number): BundlePlace {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line, column: col };
  }
}

function isHealthMetric(metric: string): metric is HealthMetric {
  return metric in healthMetrics;
}

/** What comes later wins, field by field; rules of a target replace those of the same metric. */
function merge(known: JobLimits, later: JobLimits): JobLimits {
  return {
    key: known.key,
    name: later.name ?? known.name,
    timeoutMs: later.timeoutMs ?? known.timeoutMs,
    maxRetries: later.maxRetries ?? known.maxRetries,
    health: [
      ...known.health.filter((rule) => !later.health.some(({ metric }) => metric === rule.metric)),
      ...later.health,
    ],
    tasks: [...known.tasks.filter((task) => !later.tasks.some(({ key }) => key === task.key)), ...later.tasks],
  };
}

import { either, mapped, number, objectOf, optional, orElse, recordOf, text } from '../util/shapes.ts';
import { optionalText } from './fields.ts';

/** What a source measures its backlog in, most telling first. `offsets` are steps of a source whose unit is its own. */
export const backlogUnits = ['ms', 'bytes', 'files', 'records', 'offsets'] as const;
export type BacklogUnit = (typeof backlogUnits)[number];

/** What is not read yet, in each unit that is known. */
export type BacklogAmounts = Readonly<Partial<Record<BacklogUnit, number>>>;

/** One source of one batch. */
export interface StreamSource {
  /** `KafkaV2[Subscribe[orders]]`, `DeltaSource[s3://…]`, `FileStreamSource[…]` … */
  readonly description: string | undefined;
  readonly inputRows: number;
  readonly backlog: BacklogAmounts;
  /** Partitions of its topics; absent for sources without. */
  readonly partitions: number | undefined;
  /** The partition that is furthest behind. */
  readonly furthestBehind: { readonly partition: string; readonly records: number } | undefined;
}

const count = orElse(number, 0);

/** Rates are "NaN" or "Infinity", as text, where there is nothing to divide by. */
const rate = orElse(number, 0);

/** Offsets are JSON inside a string, or null; their form is the source's own. */
const offset = mapped(optional(text), (text) => (text === undefined ? undefined : readOffset(text)));

/** Metrics of a source are texts, whatever they measure. */
const metric = orElse<string | number>(either(text, number), '');
const sourceMetrics = mapped(
  orElse<Record<string, string | number>>(recordOf(metric), {}),
  (metrics) => (name: string) => {
    const value = metrics[name];
    const measured = value === undefined || value === '' ? Number.NaN : Number(value);
    return Number.isFinite(measured) && measured >= 0 ? measured : undefined;
  },
);

export const progressSource = mapped(
  objectOf({
    description: optionalText,
    metrics: sourceMetrics,
    numInputRows: count,
    inputRowsPerSecond: rate,
    processedRowsPerSecond: rate,
    endOffset: offset,
    latestOffset: offset,
  }),
  ({ description, metrics, numInputRows, endOffset, latestOffset, ...rates }) => {
    const behind = recordsBehind(endOffset, latestOffset);
    const partitions = endOffset?.kind === 'partitions' ? endOffset.of.size : undefined;
    return {
      ...rates,
      description,
      inputRows: numInputRows,
      partitions,
      furthestBehind: behind?.furthest,
      backlog: known({
        // Kinesis.
        ms: metrics('maxMsBehindLatest') ?? metrics('avgMsBehindLatest'),
        // Delta and Auto Loader, and Kafka, on Databricks.
        bytes: metrics('numBytesOutstanding') ?? metrics('estimatedTotalBytesBehindLatest'),
        files: metrics('numFilesOutstanding'),
        // Kafka's own figures are means over its partitions (3.2 on); they are all there is where the newest offset is left out.
        records: behind?.records ?? times(metrics('avgOffsetsBehindLatest'), partitions),
        offsets: stepsBehind(endOffset, latestOffset),
      }),
    };
  },
);

type Offset =
  | { readonly kind: 'partitions'; readonly of: ReadonlyMap<string, number> }
  | { readonly kind: 'counter'; readonly at: number };

/**
 * The forms of offset that can be subtracted: partitions of topics (`{"orders":{"0":12}}`: Kafka, Event Hubs) and a plain number. All
 * others say only where a source stands: a Delta table's version and index, a log's number, the shards of Kinesis.
 */
function readOffset(text: string): Offset | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value === 'number') return { kind: 'counter', at: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return readPartitions(value);
}

function readPartitions(topics: object): Offset | undefined {
  const of = new Map<string, number>();
  for (const [topic, partitions] of Object.entries(topics)) {
    if (typeof partitions !== 'object' || partitions === null || Array.isArray(partitions)) return undefined;
    for (const [partition, at] of Object.entries(partitions as object)) {
      if (typeof at !== 'number') return undefined;
      of.set(`${topic} ${partition}`, at);
    }
  }
  return of.size === 0 ? undefined : { kind: 'partitions', of };
}

/** A partition that the batch did not know yet is left out: where reading it will begin is not said. */
function recordsBehind(end: Offset | undefined, latest: Offset | undefined) {
  if (end?.kind !== 'partitions' || latest?.kind !== 'partitions') return undefined;
  let records = 0;
  let furthest: StreamSource['furthestBehind'];
  for (const [partition, newest] of latest.of) {
    const behind = Math.max(0, newest - (end.of.get(partition) ?? newest));
    records += behind;
    if (behind > (furthest?.records ?? 0)) furthest = { partition, records: behind };
  }
  return { records, furthest };
}

function stepsBehind(end: Offset | undefined, latest: Offset | undefined) {
  return end?.kind === 'counter' && latest?.kind === 'counter' ? Math.max(0, latest.at - end.at) : undefined;
}

function times(mean: number | undefined, number: number | undefined): number | undefined {
  return mean === undefined || number === undefined ? undefined : Math.round(mean * number);
}

function known(amounts: Readonly<Record<BacklogUnit, number | undefined>>): BacklogAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== undefined));
}

/** Over all sources of a batch: amounts add up, but the query is as late as its latest source. */
export function sumBacklogs(sources: readonly StreamSource[]): BacklogAmounts {
  const total: Partial<Record<BacklogUnit, number>> = {};
  for (const { backlog } of sources) {
    for (const unit of backlogUnits) {
      const amount = backlog[unit];
      if (amount === undefined) continue;
      total[unit] = unit === 'ms' ? Math.max(total.ms ?? 0, amount) : (total[unit] ?? 0) + amount;
    }
  }
  return total;
}

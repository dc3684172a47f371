/** How many copies of the source's tasks share one announcement of its jobs and stages: large logs are 99 % task events. */
const copiesPerGroup = 200;
/** Room between the times of two copies. */
const copyMs = 1000;
const newline = 10;

/** A lab log taken apart: what comes once, what comes once per group of copies, and the lines of tasks. */
export interface TaskLines {
  readonly endsPerCopy: number;
  readonly head: readonly Buffer[];
  groupStart(group: number): readonly Buffer[];
  groupEnd(group: number): readonly Buffer[];
  tail(tasks: number): readonly Buffer[];
  /** The text of all task lines of one copy, cut where numbers have to be shifted. */
  readonly pieces: readonly (string | Shifted)[];
  readonly stagesPerGroup: number;
}

/** A number of the source, and what of a copy is added to it. */
interface Shifted {
  readonly number: number;
  readonly by: 'task' | 'stage' | 'ms';
}

/** @param sqlMetrics how many times each SQL metric of a task end is there. */
export function takeApart(lines: readonly string[], sqlMetrics: number): TaskLines {
  const named = lines.map((text) => ({ text, name: /^\{"Event":"(?:[\w.]*\.)?(\w+)/.exec(text)?.[1] ?? '' }));
  const of = (...names: string[]) => named.filter(({ name }) => names.includes(name)).map(({ text }) => text);
  const repeated = /^SparkListener(Task|Stage|Job|SQLExecution|SQLAdaptive|DriverAccum|ApplicationEnd)/;
  const stagesPerGroup = 1 + highest(lines, /"Stage ID":(\d+)/g);
  const jobsPerGroup = 1 + highest(lines, /"Job ID":(\d+)/g);
  const endsPerCopy = of('SparkListenerTaskEnd').length;
  const tasks = of('SparkListenerTaskStart', 'SparkListenerTaskEnd').map((text) => repeatSqlMetrics(text, sqlMetrics));
  const shiftGroup = (texts: readonly string[]) => (group: number) =>
    texts.map((text) =>
      shiftLowVolume(text, {
        stage: group * stagesPerGroup,
        job: group * jobsPerGroup,
        ms: group * copiesPerGroup * copyMs,
      }),
    );
  return {
    endsPerCopy,
    stagesPerGroup,
    head: named.filter(({ name }) => !repeated.test(name)).map(({ text }) => Buffer.from(`${text}\n`)),
    groupStart: shiftGroup(of('SparkListenerJobStart', 'SparkListenerStageSubmitted')),
    groupEnd: shiftGroup(of('SparkListenerStageCompleted', 'SparkListenerJobEnd')),
    tail: (done) =>
      of('SparkListenerApplicationEnd').map((text) =>
        Buffer.from(`${shiftTimes(text, Math.ceil(done / endsPerCopy) * copyMs)}\n`),
      ),
    pieces: cut(`${tasks.join('\n')}\n`),
  };
}

/** A log of at least so many tasks; a chunk ends where Spark would flush. */
export function* replay(lines: TaskLines, taskCount: number): Generator<Buffer> {
  yield* lines.head;
  let done = 0;
  for (let group = 0; done < taskCount; group++) {
    yield* lines.groupStart(group);
    for (let copy = 0; copy < copiesPerGroup && done < taskCount; copy++, done += lines.endsPerCopy) {
      yield linesOfCopy(lines, group, copy, done);
    }
    yield* lines.groupEnd(group);
  }
  yield* lines.tail(done);
}

function linesOfCopy(lines: TaskLines, group: number, copy: number, firstTask: number): Buffer {
  const added = {
    task: firstTask,
    stage: group * lines.stagesPerGroup,
    ms: (group * copiesPerGroup + copy) * copyMs,
  };
  let text = '';
  for (const piece of lines.pieces) text += typeof piece === 'string' ? piece : String(piece.number + added[piece.by]);
  return Buffer.from(text);
}

function cut(text: string): (string | Shifted)[] {
  const kinds: Readonly<Record<string, Shifted['by']>> = { 'Stage ID': 'stage', 'Task ID': 'task' };
  const pieces: (string | Shifted)[] = [];
  let start = 0;
  for (const match of text.matchAll(/"(Stage ID|Task ID|Launch Time|Finish Time)":(\d+)/g)) {
    const [all, key = '', digits = ''] = match;
    // An unfinished task has 0 for its end.
    if (digits === '0' && key.endsWith('Time')) continue;
    const end = match.index + all.length;
    pieces.push(text.slice(start, end - digits.length), { number: Number(digits), by: kinds[key] ?? 'ms' });
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

function repeatSqlMetrics(text: string, times: number): string {
  if (times === 1) return text;
  return text.replace(/\{"ID":(\d+),("Name":[^{}]*"Metadata":"sql"\})/g, (_, id: string, rest: string) =>
    Array.from({ length: times }, (__, index) => `{"ID":${Number(id) + index * 1000},${rest}`).join(','),
  );
}

function highest(lines: readonly string[], pattern: RegExp): number {
  return Math.max(...lines.flatMap((text) => [...text.matchAll(pattern)].map((match) => Number(match[1]))));
}

function shiftTimes(text: string, ms: number): string {
  return text.replace(
    /"((?:Submission|Completion) Time|Timestamp)":(\d{13})/g,
    (_, key: string, at: string) => `"${key}":${Number(at) + ms}`,
  );
}

function shiftLowVolume(text: string, shift: { stage: number; job: number; ms: number }): Buffer {
  const event: unknown = JSON.parse(shiftTimes(text, shift.ms), (key, value: unknown) => {
    if (key === 'Stage ID') return Number(value) + shift.stage;
    if (key === 'Job ID') return Number(value) + shift.job;
    if (key === 'Stage IDs' || key === 'Parent IDs') return (value as number[]).map((id) => id + shift.stage);
    if (key === 'Number of Tasks') return Number(value) * copiesPerGroup;
    return value;
  });
  return Buffer.concat([Buffer.from(JSON.stringify(event)), Buffer.from([newline])]);
}

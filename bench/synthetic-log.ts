import type { ByteSource, LogInput } from '@cinderlog/core';

const startEpochMs = 1_700_000_000_000;
const executors = 100;
const slots = 8;
const tasksPerStage = 20_000;
const chunkBytes = 2 ** 20;

/** Numbers that look random and are the same in every run (a linear congruential generator, Numerical Recipes). */
function makeRandom(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A run of one job per stage on 100 executors of 8 slots: short tasks, a few stragglers, one failure in a thousand. */
export function syntheticLog(taskCount: number): LogInput {
  return {
    name: 'synthetic',
    layout: 'single',
    parts: [{ name: 'synthetic', open: () => textSource(lines(taskCount)) }],
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}

function* lines(taskCount: number): Generator<string> {
  const random = makeRandom();
  const at = (ms: number) => startEpochMs + Math.round(ms);
  const event = (value: object) => `${JSON.stringify(value)}\n`;
  yield event({ Event: 'SparkListenerLogStart', 'Spark Version': '3.5.9' });
  yield event({
    Event: 'SparkListenerApplicationStart',
    'App Name': 'synthetic',
    'App ID': 'app-1',
    Timestamp: at(0),
    User: 'bench',
  });
  for (let id = 0; id < executors; id++) {
    yield event({
      Event: 'SparkListenerExecutorAdded',
      Timestamp: at(1000 + id),
      'Executor ID': String(id),
      'Executor Info': { Host: `host-${id}`, 'Total Cores': slots },
    });
  }
  const freeAtMs = new Float64Array(executors * slots).fill(5000);
  let nowMs = 5000;
  for (let first = 0, stage = 0; first < taskCount; first += tasksPerStage, stage++) {
    const count = Math.min(tasksPerStage, taskCount - first);
    const info = {
      'Stage ID': stage,
      'Stage Attempt ID': 0,
      'Stage Name': `map at job.py:${stage}`,
      'Number of Tasks': count,
    };
    yield event({
      Event: 'SparkListenerJobStart',
      'Job ID': stage,
      'Submission Time': at(nowMs),
      'Stage IDs': [stage],
    });
    yield event({ Event: 'SparkListenerStageSubmitted', 'Stage Info': { ...info, 'Submission Time': at(nowMs) } });
    freeAtMs.fill(nowMs + 50);
    let endMs = nowMs;
    for (let i = 0; i < count; i++) {
      const slot = i % freeAtMs.length;
      const launchMs = freeAtMs[slot] ?? 0;
      const finishMs = launchMs + 20 + 400 * random() ** 3 + (random() < 0.0005 ? 8000 : 0);
      freeAtMs[slot] = finishMs + 2;
      endMs = Math.max(endMs, finishMs);
      yield taskEnd(stage, first + i, i, Math.floor(slot / slots), at(launchMs), at(finishMs), random() < 0.001);
    }
    yield event({
      Event: 'SparkListenerStageCompleted',
      'Stage Info': { ...info, 'Submission Time': at(nowMs), 'Completion Time': at(endMs) },
    });
    yield event({
      Event: 'SparkListenerJobEnd',
      'Job ID': stage,
      'Completion Time': at(endMs),
      'Job Result': { Result: 'JobSucceeded' },
    });
    nowMs = endMs + 300;
  }
  yield event({ Event: 'SparkListenerApplicationEnd', Timestamp: at(nowMs) });
}

function taskEnd(
  stage: number,
  taskId: number,
  index: number,
  executor: number,
  launch: number,
  finish: number,
  fails: boolean,
): string {
  const reason = fails
    ? '{"Reason":"ExceptionFailure","Class Name":"java.io.IOException","Description":"disk"}'
    : '{"Reason":"Success"}';
  const runMs = Math.max(0, finish - launch - 6);
  return (
    `{"Event":"SparkListenerTaskEnd","Stage ID":${stage},"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":${reason},` +
    `"Task Info":{"Task ID":${taskId},"Index":${index},"Attempt":0,"Partition ID":${index},"Launch Time":${launch},"Executor ID":"${executor}",` +
    `"Host":"host-${executor}","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":${finish},"Failed":${fails},` +
    `"Killed":false,"Accumulables":[]},"Task Metrics":{"Executor Run Time":${runMs},"Executor CPU Time":${runMs * 800_000},` +
    `"JVM GC Time":${Math.floor(runMs / 20)},"Executor Deserialize Time":3,"Result Size":1000}}\n`
  );
}

function textSource(pieces: Generator<string>): ByteSource {
  const encoder = new TextEncoder();
  let chunk: Uint8Array = new Uint8Array(0);
  const refill = () => {
    let text = '';
    while (text.length < chunkBytes) {
      const next = pieces.next();
      if (next.done === true) break;
      text += next.value;
    }
    chunk = encoder.encode(text);
  };
  return {
    sizeBytes: undefined,
    read(into) {
      if (chunk.length === 0) refill();
      const count = Math.min(into.length, chunk.length);
      into.set(chunk.subarray(0, count));
      chunk = chunk.subarray(count);
      return count;
    },
    close: () => undefined,
  };
}

import { describe, expect, it } from 'vitest';
import { compileLayouts, stepWords, valueCodes, zerosCode } from './layout-program.ts';
import { learnLayout } from './learn-layout.ts';

const programOf = (info: string, metrics: string) => {
  const text =
    `{"Event":"SparkListenerTaskEnd","Stage ID":3,"Task End Reason":{"Reason":"Success"},"Task Info":{${info}},` +
    `"Task Metrics":{${metrics}}}`;
  const layout = learnLayout(text, false);
  if (layout === undefined) throw new Error('no layout');
  const { steps, literals } = compileLayouts([layout], 16);
  return Array.from({ length: steps.length / stepWords }, (_, index) => {
    const [start = 0, length = 0, code = 0, column = 0] = steps.subarray(index * stepWords, (index + 1) * stepWords);
    return { code, column, literal: String.fromCharCode(...literals.subarray(start, start + length)) };
  });
};

const metrics = '"Executor Run Time":9,"JVM GC Time":0,"Memory Bytes Spilled":0,"Disk Bytes Spilled":0,"Result Size":7';

describe('the program of a layout', () => {
  it('guesses zeros where the line had three of them in a row, and has their steps behind the guess', () => {
    const program = programOf('"Task ID":5', metrics);
    expect(program.map(({ code }) => code)).toEqual([
      ...[valueCodes.number, valueCodes.number, valueCodes.number, zerosCode],
      ...[valueCodes.number, valueCodes.number, valueCodes.number, valueCodes.number, valueCodes.end],
    ]);
    expect(program[3]).toMatchObject({
      literal: ',"JVM GC Time":0,"Memory Bytes Spilled":0,"Disk Bytes Spilled":0',
      column: 3,
    });
    expect(program[4]?.literal).toBe(',"JVM GC Time":');
  });

  it('keeps guesses inside of one object, and away from lists, which look at the step behind them', () => {
    const zeros = '"JVM GC Time":0,"Memory Bytes Spilled":0,"Disk Bytes Spilled":0';
    const inner = '"Input Metrics":{"Bytes Read":0,"Records Read":0}';
    const guesses = (info: string, all: string) =>
      programOf(info, all).flatMap(({ code, column }) => (code === zerosCode ? [column] : []));
    expect(guesses('"Task ID":5', `${zeros},${inner}`)).toEqual([3]);
    expect(guesses('"Task ID":5,"Accumulables":[]', zeros)).toEqual([]);
    expect(guesses('"Task ID":5,"Accumulables":[]', `${zeros},"Result Size":0`)).toEqual([3]);
  });
});

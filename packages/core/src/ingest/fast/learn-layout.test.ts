import { describe, expect, it } from 'vitest';
import { learnLayout } from './learn-layout.ts';
import { scanColumns, startColumns } from './task-columns.ts';

const line = (reason: object, more = '') =>
  `{"Event":"SparkListenerTaskEnd","Stage ID":3,"Task End Reason":${JSON.stringify(reason)},` +
  `"Task Info":{"Task ID":5,"Host":"a","Speculative":false,"Killed":false,"Accumulables":[{"ID":1,"Update":"2"}]${more}}}`;

describe('learning a layout', () => {
  it('finds the column of each value by what the reference decoder does with it', () => {
    const layout = learnLayout(line({ Reason: 'Success' }), false);
    const named = layout?.steps.map(({ kind, column }) => [kind, scanColumns[column]]);
    expect(named).toEqual([
      ['number', 'stageId'],
      ['number', 'taskId'],
      ['text', 'host'],
      ['flag', 'speculative'],
      ['flag', undefined],
      ['list', undefined],
      ['end', undefined],
    ]);
  });

  it('keeps of a start what an open task needs', () => {
    const text = '{"Event":"SparkListenerTaskStart","Stage ID":3,"Task Info":{"Task ID":5,"Finish Time":7,"Host":"a"}}';
    const layout = learnLayout(text, true);
    expect(layout?.steps.map(({ column }) => scanColumns[column])).toEqual([
      'stageId',
      'taskId',
      undefined,
      'host',
      undefined,
    ]);
    expect(layout?.constants.map(({ column }) => scanColumns[column])).toEqual(
      startColumns.filter((name) => !['stageId', 'taskId', 'host'].includes(name)),
    );
  });

  it('takes the reason as it stands, known or not', () => {
    for (const Reason of ['Success', 'Eaten']) {
      const layout = learnLayout(line({ Reason }), false);
      expect(layout?.steps[1]?.literal).toContain(`"Reason":"${Reason}"`);
    }
  });

  it.each([
    ['texts that are joined', line({ Reason: 'ExceptionFailure', 'Class Name': 'a', Description: 'b' })],
    ['texts that are trimmed', line({ Reason: 'ExecutorLostFailure', 'Loss Reason': 'gone' })],
    ['ends that are no runs', line({ Reason: 'Resubmitted' })],
    ['escapes', line({ Reason: 'Success', x: '\n' })],
    ['fractions', line({ Reason: 'Success', x: 1.5 })],
    ['other lists', line({ Reason: 'Success', x: [1] })],
    ['a list behind which a text could go on', line({ Reason: 'Success' }, ',",":1')],
    ['a key twice', line({ Reason: 'Success' }, ',"Host":"b"')],
  ])('refuses %s', (_, text) => {
    expect(learnLayout(text, false)).toBeUndefined();
  });
});

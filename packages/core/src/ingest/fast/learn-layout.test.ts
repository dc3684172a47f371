import { describe, expect, it } from 'vitest';
import { learnLayout } from './learn-layout.ts';
import { scanColumns } from './task-columns.ts';

const line = (reason: object, more = '') =>
  `{"Event":"SparkListenerTaskEnd","Stage ID":3,"Task End Reason":${JSON.stringify(reason)},` +
  `"Task Info":{"Task ID":5,"Host":"a","Speculative":false,"Killed":false,"Accumulables":[{"ID":1,"Update":"2"}]${more}}}`;

describe('learning a layout', () => {
  it('finds the column of each value by what the reference decoder does with it', () => {
    const lesson = learnLayout(line({ Reason: 'Success' }), false);
    const named = lesson?.line.steps.map(({ kind, column }) => [kind, scanColumns[column]]);
    expect(named).toEqual([
      ['number', 'stageId'],
      ['number', 'taskId'],
      ['text', 'host'],
      ['flag', 'speculative'],
      ['flag', undefined],
      ['list', undefined],
      ['end', undefined],
    ]);
    expect(lesson?.entries).toEqual([
      [
        { literal: '{"ID":', kind: 'number', column: -1 },
        { literal: ',"Update":', kind: 'text', column: -1 },
        { literal: '}', kind: 'end', column: -1 },
      ],
    ]);
  });

  it('takes the reason as it stands, known or not', () => {
    for (const Reason of ['Success', 'Eaten']) {
      const lesson = learnLayout(line({ Reason }), false);
      expect(lesson?.line.steps[1]?.literal).toContain(`"Reason":"${Reason}"`);
    }
  });

  it.each([
    ['texts that are joined', line({ Reason: 'ExceptionFailure', 'Class Name': 'a', Description: 'b' })],
    ['texts that are trimmed', line({ Reason: 'ExecutorLostFailure', 'Loss Reason': 'gone' })],
    ['ends that are no runs', line({ Reason: 'Resubmitted' })],
    ['escapes', line({ Reason: 'Success', x: '\n' })],
    ['fractions', line({ Reason: 'Success', x: 1.5 })],
    ['other lists', line({ Reason: 'Success', x: [1] })],
    ['a key twice', line({ Reason: 'Success' }, ',"Host":"b"')],
  ])('refuses %s', (_, text) => {
    expect(learnLayout(text, false)).toBeUndefined();
  });
});

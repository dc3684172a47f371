import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';

/** Rows that the tasks of each stage attempt read from and wrote to tables and files. */
export interface StageRows {
  readonly inputRows: Float64Array;
  readonly outputRows: Float64Array;
}

/** One entry per `model.stageAttempts`. Failed runs count too, as they read and wrote as well. */
export function sumStageRows(model: ApplicationModel): StageRows {
  const inputRows = new Float64Array(model.stageAttempts.length);
  const outputRows = new Float64Array(model.stageAttempts.length);
  forEachTaskBlock(model.tasks, ['stageAttempt', 'inputRecords', 'outputRecords'], (block, count) => {
    const { stageAttempt, inputRecords, outputRecords } = block;
    for (let i = 0; i < count; i++) {
      const stage = stageAttempt[i] ?? 0;
      inputRows[stage] = (inputRows[stage] ?? 0) + (inputRecords[i] ?? 0);
      outputRows[stage] = (outputRows[stage] ?? 0) + (outputRecords[i] ?? 0);
    }
  });
  return { inputRows, outputRows };
}

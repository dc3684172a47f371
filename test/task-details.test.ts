import { expect, it } from 'vitest';
import { analyse, readLog, summarise } from '@cinderlog/core';
import { findFixture, fixtureNames } from './support/fixtures.ts';

it.each(fixtureNames)('%s tells the same without the details of tasks', async (name) => {
  for (const log of await findFixture(name)) {
    const [whole, lean] = [await readLog(log), await readLog(log, { taskDetails: false })];
    expect(analyse(lean, name)).toEqual(analyse(whole, name));
    expect(summarise(lean)).toEqual(summarise(whole));
    if (lean.tasks.rowCount === 0) continue;
    expect(() => lean.tasks.columns.resultSizeBytes.at(0)).toThrow('resultSizeBytes was not kept');
    expect(whole.tasks.columns.resultSizeBytes.at(0)).toBeGreaterThanOrEqual(0);
  }
});

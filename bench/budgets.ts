import { readFileSync } from 'node:fs';

/** Compares warm ratios with what must not be lost; a missed one makes the run fail. */
export function checkBudgets(ratios: ReadonlyMap<string, number>, tasks: number): void {
  const budgets = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
    fromTasks: number;
    timesFasterThanParse: Record<string, number>;
  };
  // In short runs the code is not yet compiled, and low-volume events weigh more.
  if (tasks < budgets.fromTasks) {
    console.log(`budgets hold from ${budgets.fromTasks} tasks on`);
    return;
  }
  for (const [name, minimum] of Object.entries(budgets.timesFasterThanParse)) {
    const ratio = ratios.get(name);
    if (ratio === undefined || ratio >= minimum) continue;
    console.log(`${name}: ${ratio.toFixed(2)} x JSON.parse per line, and ${minimum} must not be lost`);
    process.exitCode = 1;
  }
}

import Table from 'cli-table3';
import type { DemoStep } from './demo.ts';

/** Prints what happened as a table, with how long the first answer and the final status took. */
export function printSteps(steps: readonly DemoStep[]): void {
  const table = new Table({
    head: ['what', 'way to pay', 'CNY', 'first answer', 'ms', 'in the end', 'ms', 'settled by'],
    colAligns: ['left', 'left', 'right', 'left', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const step of steps) {
    table.push([
      step.what,
      step.mode,
      (step.amount / 100).toFixed(2),
      step.answered,
      Math.round(step.answeredMs),
      step.finally,
      Math.round(step.finallyMs),
      step.settledBy,
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

import Table from 'cli-table3';
import type { DemoStep } from './pay-each.ts';

/** Prints what happened as a table, with how long the first answer and the final status took. */
export function printSteps(steps: readonly DemoStep[]): void {
  const table = new Table({
    head: ['what', 'way to pay', 'amount', 'how', 'first answer', 'ms', 'final status', 'ms'],
    colAligns: ['left', 'left', 'right', 'left', 'left', 'right', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const step of steps) {
    table.push([
      step.what,
      step.mode,
      `${(step.amount / 100).toFixed(2)} CNY`,
      step.businessRet,
      step.answered,
      Math.round(step.answeredMs),
      step.finally,
      Math.round(step.finallyMs),
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

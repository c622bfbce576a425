import Table from 'cli-table3';
import type { GatewayClient } from '../gateway-client.ts';
import type { DemoBooks } from './books.ts';
import type { DemoStubs } from './stubs.ts';

/** What every part of the demo needs. */
export interface Demo {
  readonly gateway: GatewayClient;
  /** null without the shop's own books */
  readonly books: DemoBooks | null;
  /** null without stubs of the providers */
  readonly stubs: DemoStubs | null;
  readonly merchantUUID: string;
  /** a number that no other demo uses, for clientPayNo and clientRefundNo */
  readonly nextNo: () => string;
  /** says something to the person at the terminal */
  readonly say: (line: string) => void;
}

/** One thing that the demo did and what came of it. */
export interface DemoStep {
  readonly what: string;
  readonly mode: string;
  /** whether money moves: real, sandbox, stub */
  readonly kind: string;
  /** fen */
  readonly amount: number;
  /** the status of the first answer */
  readonly answered: string;
  readonly answeredMs: number;
  readonly finally: string;
  readonly finallyMs: number;
  /** who brought the end: api, connector, query, notice */
  readonly settledBy: string;
}

/** Prints what happened as a table, with how long the first answer and the final status took. */
export function printSteps(steps: readonly DemoStep[]): void {
  const table = new Table({
    head: [
      'what',
      'way to pay',
      'kind',
      'CNY',
      'first answer',
      'ms',
      'in the end',
      'ms',
      'settled by',
    ],
    colAligns: ['left', 'left', 'left', 'right', 'left', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const step of steps) {
    table.push([
      step.what,
      step.mode,
      step.kind,
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

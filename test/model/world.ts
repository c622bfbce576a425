import { PAY_EDGES, REFUND_EDGES } from '@payserver/shared/domain/statuses';
import type { Database } from '@payserver/shared/store/database';
import { expect } from 'vitest';
import type { Answer, Client } from '../support/client.ts';
import type { Gateway } from '../support/gateway.ts';
import type { LedgerBook } from '../support/ledger.ts';
import type { Chosen } from './behaviours.ts';
import { MODES, type Mode, type SandboxUrls } from './modes.ts';
import type { Office } from './office.ts';
import type { Restarts } from './restarts.ts';

/** What all sequences share. */
export interface Stage {
  readonly gateway: Gateway;
  readonly sandboxes: SandboxUrls;
  readonly admin: Client;
  readonly db: Database;
  readonly books: LedgerBook;
  readonly restarts: Restarts;
  /** the orders that a false notice lied about, of all sequences */
  readonly deceived: Set<string>;
}

/** An order that the gateway has answered with, as its client remembers it. */
export interface Known {
  readonly kind: 'pay' | 'refund';
  readonly uuid: string;
  readonly tractionNo: string;
  readonly clientNo: string;
  /** the request, to send it again */
  readonly body: object;
  readonly mode: Mode;
  readonly behaviour: Chosen;
  /** fen */
  readonly amount: number;
  status: string;
}

/** The model of one sequence: the answers that one merchant got, and its back offices. */
export interface Model {
  readonly pays: Known[];
  readonly refunds: Known[];
  /** who hears of its orders */
  readonly offices: Office[];
}

/** One merchant at the running gateway. */
export interface Real extends Stage {
  readonly merchantUUID: string;
  readonly client: Client;
  readonly modes: ReadonlyMap<string, string>;
  /** which of the templates that move are this sequence's own */
  readonly own: number;
}

/** A name that a sequence has not used yet; the same again when the sequence is replayed. */
export const nextNo = (list: readonly Known[]) => `n${list.length}`;

/** One of them, chosen by any number. */
export function pick<T>(list: readonly T[], by: number): T {
  const one = list[by % list.length];
  if (one === undefined) throw new Error('a command ran that has nothing to choose from');
  return one;
}

/** The mode of this name. */
export function modeNamed(name: string): Mode {
  const mode = MODES.find((one) => one.name === name);
  if (mode === undefined) throw new Error(`no mode ${name}`);
  return mode;
}

const EDGES = { pay: PAY_EDGES, refund: REFUND_EDGES };

/** Whether legal edges lead from one status to the other; every status leads to itself. */
function isReachable(kind: Known['kind'], from: string, to: string): boolean {
  const edges: ReadonlyArray<{ from: string | null; to: string }> = EDGES[kind];
  const reached = new Set([from]);
  // A Set goes on with what is added while it is walked.
  for (const status of reached) {
    for (const edge of edges) if (edge.from === status) reached.add(edge.to);
  }
  return reached.has(to);
}

/** The order was seen again: it is the same one, and where it is now can be reached from before. */
export function observe(known: Known, seen: Record<string, unknown>): void {
  expect(seen).toMatchObject({ uuid: known.uuid, tractionNo: known.tractionNo });
  const status = String(seen['status']);
  expect(
    isReachable(known.kind, known.status, status),
    `${known.kind} ${known.tractionNo} went from ${known.status} to ${status}`,
  ).toBe(true);
  Object.assign(known, { status });
}

/** HTTP status, and the document's code when it is a refusal. */
export function codeOf({ status, body }: Pick<Answer, 'status' | 'body'>): number {
  return status === 200 ? 200 : body?.code;
}

/** Fails with the whole answer, so that the report of a failed sequence explains itself. */
export function expectCode(answer: Pick<Answer, 'status' | 'body'>, allowed: readonly number[]) {
  const code = codeOf(answer);
  expect(allowed, `${answer.status} ${JSON.stringify(answer.body)}`).toContain(code);
  return code;
}

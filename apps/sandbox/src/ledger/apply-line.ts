import type { LedgerEvent, LedgerLine } from './ledger-line.ts';
import { newTransaction, type Transaction } from './transaction.ts';

/** All transactions by tractionNo. */
export type Transactions = Map<string, Transaction>;

type Change = (tx: Transaction, line: LedgerLine, all: Transactions) => void;

/** How each kind of line changes its transaction. Lines that change nothing are not here. */
const CHANGES: Partial<Record<LedgerEvent, Change>> = {
  received: receive,
  charged: succeed,
  refunded: (tx, line, all) => {
    succeed(tx, line);
    const charge = all.get(tx.payTractionNo ?? '');
    if (charge !== undefined) charge.returned += line.amount ?? 0;
  },
  declined: fail,
  reversed: (tx, line) => {
    fail(tx, line);
    tx.closed = true;
    tx.returned += line.amount ?? 0;
  },
  cancelled: (tx, line) => {
    tx.closed = true;
    if (tx.ret === 'running') fail(tx, line);
  },
  running: (tx) => {
    tx.ret = 'running';
  },
  planned: (tx, line) => {
    const { behaviour, at: startedAt, notifyUrl = '' } = line;
    tx.plan = { behaviour, startedAt, notifyUrl, nextStep: 0 };
  },
};

/**
 * The only place where a transaction changes, live and on replay alike: what a restart rebuilds is
 * therefore what was there before.
 */
export function applyLine(all: Transactions, line: LedgerLine): void {
  if (line.event === 'conflict') return;
  const tx = all.get(line.tractionNo) ?? open(all, line);
  if (tx === undefined) return;
  CHANGES[line.event]?.(tx, line, all);
  if (line.step !== undefined && tx.plan !== null) tx.plan.nextStep = line.step + 1;
}

/** Only a POST, or a cancel that closes the number in advance, makes an unknown number known. */
function open(all: Transactions, line: LedgerLine): Transaction | undefined {
  const isPost = line.event === 'received' && (line.kind === 'pay' || line.kind === 'refund');
  if (!isPost && line.event !== 'cancelled') return undefined;
  const tx = newTransaction(line);
  all.set(tx.tractionNo, tx);
  return tx;
}

function receive(tx: Transaction, line: LedgerLine): void {
  if (line.kind === 'query') tx.queries += 1;
  if (line.kind !== 'pay' && line.kind !== 'refund') return;
  tx.posts += 1;
  // A repeat does not change what the first call set going.
  if (tx.ret === 'none') tx.behaviour = line.behaviour;
  tx.amount = line.amount;
  tx.payTractionNo = line.payTractionNo;
  tx.clientPayNo = line.clientPayNo;
  tx.clientRefundNo = line.clientRefundNo;
  tx.isCancel = line.isCancel ?? 0;
}

function succeed(tx: Transaction, line: LedgerLine): void {
  tx.ret = 'success';
  tx.reason = '';
  tx.thirdOrderNo = line.thirdOrderNo;
  tx.finishedAt = line.at;
  tx.moved += line.amount ?? 0;
}

function fail(tx: Transaction, line: LedgerLine): void {
  tx.ret = 'failed';
  tx.reason = line.reason ?? '';
  tx.finishedAt = line.at;
}

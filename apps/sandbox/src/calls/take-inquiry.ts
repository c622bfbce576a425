import type { FaultName } from '../behaviours/behaviour.ts';
import { parseBehaviour } from '../behaviours/catalogue.ts';
import type { LedgerEntry } from '../ledger/ledger-line.ts';
import type { Transaction } from '../ledger/transaction.ts';
import { close } from './effects.ts';
import { type CallDeps, settleAfterInquiries } from './take-post.ts';

/** A POST to queryUrl or cancelUrl. */
export interface Inquiry {
  readonly slug: string;
  readonly kind: 'query' | 'cancel';
  readonly tractionNo: string;
  readonly clientPayNo: string | null;
}

/** `tx` is null when the connector does not know the number; `refused` is why a cancel failed. */
export interface InquiryResult {
  readonly tx: Transaction | null;
  readonly refused: string | null;
}

/** The fault every call of a connector meets that `POST /sandbox/control` has put out of order. */
export function outageOf({ control }: CallDeps, slug: string): FaultName | null {
  const { behaviour } = parseBehaviour(control.get(slug) ?? 'succeed');
  return behaviour.effect === 'none' ? (behaviour.fault ?? null) : null;
}

/** Only writes down that the call came, for a connector that is out of order. */
export async function takeNothing(deps: CallDeps, call: Inquiry): Promise<void> {
  received(deps, call);
  await deps.book.durable();
}

/** Tells what became of a payment or refund; asking counts for those that wait to be asked. */
export async function takeQuery(deps: CallDeps, call: Inquiry): Promise<InquiryResult> {
  const tx = received(deps, call);
  if (tx !== null) settleAfterInquiries(deps, tx);
  await deps.book.durable();
  return { tx, refused: null };
}

/**
 * Makes sure that the payment takes no money: closes it, or gives the whole charge back. An unknown
 * number is closed too, so that a POST still on its way finds it closed; it stays unknown.
 */
export async function takeCancel(deps: CallDeps, call: Inquiry): Promise<InquiryResult> {
  const tx = received(deps, call);
  const known = deps.book.find(call.tractionNo);
  let refused: string | null = null;
  if (known === undefined) deps.book.record(tombstone(call));
  else if (known.slug === call.slug) refused = close(deps, known);
  await deps.book.durable();
  return { tx, refused };
}

function received({ book }: CallDeps, call: Inquiry): Transaction | null {
  book.record({ ...tombstone(call), event: 'received', kind: call.kind });
  const tx = book.find(call.tractionNo);
  if (tx === undefined || tx.slug !== call.slug) return null;
  return tx.ret === 'none' && !tx.inFlight ? null : tx;
}

function tombstone({ slug, tractionNo, clientPayNo }: Inquiry): LedgerEntry {
  const unknown = { payTractionNo: null, clientRefundNo: null, amount: null, thirdOrderNo: null };
  return {
    event: 'cancelled',
    slug,
    kind: 'pay',
    tractionNo,
    clientPayNo,
    ...unknown,
    behaviour: '',
  };
}

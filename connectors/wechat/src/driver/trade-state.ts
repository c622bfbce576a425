import type { PayVerdict } from './verdict.ts';

/** States in which no money is there (research A4). Neither NOTPAY nor USERPAYING is an end. */
const STATES: ReadonlyMap<unknown, PayVerdict> = new Map<unknown, PayVerdict>([
  ['NOTPAY', { kind: 'pending', text: 'waiting' }],
  ['ACCEPT', { kind: 'pending', text: 'waiting' }],
  ['USERPAYING', { kind: 'pending', text: 'userPaying' }],
  ['CLOSED', { kind: 'closed', text: 'tradeClosed' }],
  ['REVOKED', { kind: 'closed', text: 'tradeClosed' }],
  ['PAYERROR', { kind: 'closed', text: 'payError' }],
]);

/**
 * What a trade_state means, of an order that is known to be the right one.
 *
 * @param paid checks amount and number: asked where money was taken
 */
export function verdictOfState(state: unknown, paid: () => PayVerdict): PayVerdict {
  if (state === 'SUCCESS') return paid();
  if (state === 'REFUND') {
    const verdict = paid();
    if (verdict.kind !== 'paid') return verdict;
    return { kind: 'refunded', thirdOrderNo: verdict.thirdOrderNo };
  }
  return STATES.get(state) ?? { kind: 'unknown', why: `trade_state ${String(state)}` };
}

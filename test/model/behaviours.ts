import fc from 'fast-check';
import type { GatewayAddress } from '../support/gateway.ts';
import type { Effects } from '../support/ledger.ts';
import type { Mode } from './modes.ts';

/** A behaviour of the sandbox as an order asks for it. */
export interface Chosen {
  /** `runThenNotice:20` */
  readonly text: string;
  /** the group of its code: 90 outcomes, 91 fault instead, 92 effect then fault, 93 always, 94 notices */
  readonly group: string;
  readonly name: string;
}

export const SUCCEED: Chosen = { text: 'succeed', group: '00', name: 'succeed' };

interface Described {
  readonly code: string;
  /** `name` or `name:default` */
  readonly name: string;
}

/** Arguments in ms that come before and after a call's time-out. */
const MS = [5, 60, 700];

/** Every behaviour that the running sandbox tells of, success more often than each of the others. */
export async function behaviours(gateway: GatewayAddress): Promise<fc.Arbitrary<Chosen>> {
  const response = await fetch(`${gateway.sandboxUrl}/sandbox`, {
    headers: { accept: 'application/json' },
  });
  const { behaviours: table } = (await response.json()) as { behaviours: Described[] };
  const plain = table.map(({ name, code }) => {
    const [base = ''] = name.split(':');
    const group = code.slice(0, 2);
    return { text: base, name: base, group, takesNumber: name.includes(':') };
  });
  const withNumber = plain.flatMap((one) => {
    if (!one.takesNumber || one.name === 'drip') return [one];
    const numbers = one.name === 'runThenQuery' ? [1, 3] : MS;
    return numbers.map((n) => ({ ...one, text: `${one.name}:${n}` }));
  });
  const twice = plain
    .filter(({ group }) => group === '91' || group === '92')
    .map((one) => ({ ...one, text: `failTimes:2:${one.text}` }));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(SUCCEED) },
    { weight: 5, arbitrary: fc.constantFrom<Chosen>(...withNumber) },
    { weight: 1, arbitrary: fc.constantFrom<Chosen>(...twice) },
  );
}

/**
 * Whether the connector lies in a way that nobody can see through: it declines and takes the money in
 * silence, or signs a notice of failure for money it took, which may come before its answer was heard.
 */
export function deceives(mode: Mode, { name }: Chosen): boolean {
  if (name === 'failThenSuccessNotice') return !mode.isAsync;
  return name === 'successThenFailNotice' && mode.isAsync;
}

/** An open order, as far as it matters for what must become of it. */
export interface OpenOrder {
  readonly kind: 'pay' | 'refund';
  readonly mode: Mode;
  readonly behaviour: Chosen;
  readonly expired: boolean;
  readonly books: Effects;
}

/**
 * Whether an order may stay open without end, because nothing that the gateway may do brings evidence.
 * Everything else must become final by itself (design, section 9, rule 14).
 */
export function mayStayOpen(order: OpenOrder): boolean {
  const { mode, books } = order;
  if (order.kind === 'pay' && order.expired && mode.hasCancel) return false;
  if ((books.decided !== null && books.acknowledged) || hasNoticeToCome(order)) return false;
  if (books.decided === null) return staysUndecided(order) || !canLearn(order);
  return !canLearn(order);
}

/** Their only notices are lies, or there are none. */
const WITHOUT_TRUE_NOTICE = [
  'runThenSilence',
  'wrongAmountNotice',
  'wrongTractionNoNotice',
  'successThenFailNotice',
];

/** The connector has the call and sends a true notice until the gateway takes it. */
function hasNoticeToCome({ mode, behaviour, books }: OpenOrder): boolean {
  if (!mode.isAsync || books.posts === 0 || behaviour.group !== '94') return false;
  return !WITHOUT_TRUE_NOTICE.includes(behaviour.name);
}

/**
 * A true notice is on its way, whatever the order says by now: money may move, or have moved, that the
 * gateway is yet to hear of.
 */
export function isNoticeOnItsWay({ name }: Chosen, { followsPlan }: Effects): boolean {
  return followsPlan && !WITHOUT_TRUE_NOTICE.includes(name);
}

/** The connector itself will never know. */
function staysUndecided({ mode, behaviour, books }: OpenOrder): boolean {
  if (behaviour.name === 'runForever') return true;
  if (behaviour.group === '91' && !behaviour.text.startsWith('failTimes')) return true;
  // One POST and no other: it may never have left, or the fault took it.
  return !mode.isIdempotent && (books.posts === 0 || behaviour.group === '91');
}

/** The gateway has a way to ask that is answered with the truth. */
function canLearn({ kind, mode, behaviour, expired }: OpenOrder): boolean {
  if (mode.hasQuery) return true;
  if (!mode.isIdempotent || (kind === 'pay' && expired)) return false;
  return behaviour.group !== '93' && behaviour.group !== '91' ? true : isFailTimes(behaviour);
}

const isFailTimes = ({ text }: Chosen) => text.startsWith('failTimes');

/** What a stub does with a call or an order: group, variant and parameter of research part 2, I3 and I4. */
export interface Behaviour {
  readonly group: number;
  readonly variant: number;
  /** seconds or a count, as the variant says */
  readonly param: number;
}

/** Every call of a provider has one name here, whatever the provider calls it. */
export type CallName =
  | 'pay'
  | 'query'
  | 'reverse'
  | 'close'
  | 'qr'
  | 'refund'
  | 'refundQuery'
  | 'bill'
  | 'certificates'
  | 'notice'
  | 'other';

interface Group {
  readonly name: string;
  /** about the way of one call, not about the order */
  readonly isOfCall: boolean;
  readonly variants: readonly string[];
}

/** The sixteen groups; a variant is named by its place. PP is the parameter. */
export const GROUPS: Readonly<Record<number, Group>> = {
  1: {
    name: 'the customer types the password',
    isOfCall: false,
    variants: ['pays after PP s', 'refuses after PP s', 'does nothing', 'acts on the phone page'],
  },
  2: {
    name: 'the answer is lost after booking',
    isOfCall: true,
    variants: ['reset before the headers', 'reset after the headers', 'half a body'],
  },
  3: {
    name: 'the call is lost before booking',
    isOfCall: true,
    variants: ['reset at once', 'reset after PP s'],
  },
  4: {
    name: 'slow: the headers at once, the body after PP s',
    isOfCall: true,
    variants: ['booked at once'],
  },
  5: {
    name: 'an answer that is none; from variant 10 on the same without booking',
    isOfCall: true,
    variants: [
      ...['500', '502 with HTML', 'empty 200', 'another content type', 'a body of 10 MB'],
      ...['gzip that is not asked for', 'a redirect', 'a body cut short'],
    ],
  },
  6: {
    name: 'a wrong signature',
    isOfCall: true,
    variants: [
      ...['by another key', 'unknown serial', 'stale timestamp', 'WECHATPAY/SIGNTEST'],
      ...['none', 'over other bytes'],
    ],
  },
  7: {
    name: 'a right signature over wrong content',
    isOfCall: true,
    variants: ['other amount', 'other merchant', 'other number', 'other currency'],
  },
  8: {
    name: 'the pay answer is an error, money is taken, queries lie',
    isOfCall: false,
    variants: [
      ...['unpaid for PP s', 'no such order for PP s', 'success only at the third query'],
      'every other query lies for PP s',
    ],
  },
  9: {
    name: 'late success',
    isOfCall: false,
    variants: [
      ...['paid just before the reverse', 'paid during the reverse', 'paid PP s after the reverse'],
      'an error now, paid after 120 s or PP s',
    ],
  },
  10: {
    name: 'the reverse',
    isOfCall: false,
    variants: [
      ...['says "again" PP times', 'is refused as USERPAYING for PP s', 'is done, its answer lost'],
      ...['says success and does nothing the first time', 'is too late'],
      'is refused PP times: the seller has no balance',
    ],
  },
  11: {
    name: 'the code is refused, no money',
    isOfCall: false,
    variants: [
      ...['expired', 'used', 'not a code', 'not enough money', 'card not supported'],
      ...['other buyer', 'refused', 'refused, the order stays open'],
    ],
  },
  12: {
    name: 'limits and errors of the provider',
    isOfCall: false,
    variants: [
      ...['too many calls, not booked', "the customer's limit", 'risk control'],
      ...['system error, booked', 'system error, not booked', 'bank error, booked'],
      ...['unlisted code, booked', 'unlisted code, not booked'],
    ],
  },
  13: {
    name: 'refunds',
    isOfCall: false,
    variants: [
      ...['done after PP s', 'closed after PP s', 'abnormal after PP s', 'no change said, done'],
      ...['answer lost, done', 'too many calls, done', 'no balance PP times', 'overdue'],
      'system error, not done',
    ],
  },
  14: {
    name: 'notices',
    isOfCall: false,
    variants: [
      ...['before the answer', 'twice', 'never', 'out of order', 'by another key', 'wrong AAD'],
      ...[
        'V2 XML for a V3 refund',
        'again although acknowledged',
        'unknown serial',
        'SIGNTEST first',
      ],
    ],
  },
  15: {
    name: 'set-up',
    isOfCall: false,
    variants: [
      ...['unknown app', 'no permission', 'wrong serial', 'clock 6 min off', 'certificate expired'],
      ...['no platform certificates', 'merchant frozen'],
    ],
  },
  16: {
    name: 'infrastructure',
    isOfCall: true,
    variants: [
      ...['connection refused', 'closed after the answer', 'new unknown fields', 'unknown state'],
      ...['file late', 'file empty', 'file with another hash'],
    ],
  },
};

const NOT_BOOKED_FROM = 10;

function isKnown({ group, variant }: Behaviour): boolean {
  const count = GROUPS[group]?.variants.length ?? 0;
  return variant < count || (group === 5 && variant >= NOT_BOOKED_FROM && variant < 10 + count);
}

/** The behaviour of six digits GGVVPP; null when they name none: a plain success. */
export function readTail(digits: string): Behaviour | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (match === null) return null;
  const [group = 0, variant = 0, param = 0] = match.slice(1).map(Number);
  const behaviour = { group, variant, param };
  return isKnown(behaviour) ? behaviour : null;
}

/** The behaviour that a text ends with, `#GGVVPP`: of a description, or a refund's reason. */
export function readSuffix(text: string): Behaviour | null {
  return readTail(/#(\d{6})$/.exec(text)?.[1] ?? '');
}

/** True for a behaviour on the way of one call; false for one that stays with its order. */
export function isOfCall({ group }: Behaviour): boolean {
  return GROUPS[group]?.isOfCall ?? false;
}

/** The first behaviour of that group. */
export function ofGroup(behaviours: readonly Behaviour[], group: number): Behaviour | undefined {
  return behaviours.find((behaviour) => behaviour.group === group);
}

/** True when the call is lost, or answered with nonsense, before anything is booked. */
export function isBeforeBooking(behaviours: readonly Behaviour[]): boolean {
  return behaviours.some(
    ({ group, variant }) =>
      group === 3 || (group === 5 && variant >= NOT_BOOKED_FROM) || (group === 16 && variant === 0),
  );
}

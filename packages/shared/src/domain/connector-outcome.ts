import { type PayData, readPayData } from './pay-data.ts';
import { type OrderSecrets, redactText } from './redact-text.ts';
import type { Said } from './said.ts';

/**
 * What one call of a connector proved. Unknown is a value of its own: bytes may have arrived, so the
 * money may have moved, and nothing but later evidence may decide.
 */
export type ConnectorOutcome =
  | {
      readonly kind: 'succeeded';
      readonly thirdOrderNo: string | null;
      readonly finishedAt: string | null;
      readonly payData: PayData | null;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly thirdOrderNo: string | null }
  | { readonly kind: 'closed'; readonly reason: string }
  | {
      readonly kind: 'running';
      readonly thirdOrderNo: string | null;
      readonly payData: PayData | null;
    }
  | { readonly kind: 'notFound'; readonly reason: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** it says two things at once about the very order */
      readonly isContradictory?: true;
    };

export type OutcomeKind = ConnectorOutcome['kind'];

/** An outcome with what it cost to learn it. */
export interface ConnectorReply {
  readonly outcome: ConnectorOutcome;
  readonly httpStatus: number | null;
  /** ms */
  readonly durationMs: number;
}

/** What the answer must agree with to count as evidence about this order, and what it may not give away. */
export interface ExpectedAnswer extends OrderSecrets {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  /** how an answer about this kind of order names its amount, if it does */
  readonly amountField: 'payAmount' | 'refundAmount';
}

const MAX_TEXT = 256;
/** Secrets are looked for in this much of a text, before it is cut: half of one would not be found. */
const MAX_SAID = 4_096;

/** Fields that decide. Whoever says one of them twice has said nothing. */
const DECISIVE = ['ret', 'tractionNo', 'payAmount', 'refundAmount'] as const;

/**
 * Reads a connector's answer or notice (API document, Pay 3 and Refund 2), both in the same way. Anything that is not
 * clearly an answer about this very order and amount is `unknown`, never `failed`: a proxy's error page or another
 * order's answer says nothing about whether the money moved.
 */
export function readAnswer(said: Said, expected: ExpectedAnswer): ConnectorOutcome {
  const doubled = DECISIVE.find((name) => said.doubled.has(name));
  if (doubled !== undefined) {
    const reason = `the answer says ${doubled} more than once`;
    return { kind: 'unknown', reason, isContradictory: true };
  }
  const mismatch = findMismatch(said, expected);
  return mismatch === null ? readRet(once(said), expected) : unknown(mismatch);
}

function readRet(body: Said['fields'], expected: ExpectedAnswer): ConnectorOutcome {
  const thirdOrderNo = text(body['thirdOrderNo']);
  switch (body['ret']) {
    case 'success':
      return {
        kind: 'succeeded',
        thirdOrderNo,
        finishedAt: readFinishedAt(body, expected),
        payData: payDataOf(body),
      };
    case 'running': {
      const payData = readPayData(body['payData']);
      return typeof payData === 'string'
        ? unknown(payData)
        : { kind: 'running', thirdOrderNo, payData };
    }
    case 'failed':
      return { kind: 'failed', reason: readReason(body, expected), thirdOrderNo };
    case 'notFound':
      return { kind: 'notFound', reason: 'the connector does not know it' };
    default:
      return unknown('the answer has no known ret');
  }
}

/** The money has moved: what the till cannot show is no reason to doubt that. */
function payDataOf(body: Said['fields']): PayData | null {
  const payData = readPayData(body['payData']);
  return typeof payData === 'string' ? null : payData;
}

/** Without the fields that were said twice: a wrong number is worse than none. */
function once({ fields, doubled }: Said): Said['fields'] {
  if (doubled.size === 0) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !doubled.has(name)));
}

/** Stored for ever and shown to whoever reads the order, so a secret in it is masked as everywhere. */
function readReason(body: Said['fields'], secrets: OrderSecrets): string {
  return text(body['thirdErrorReason'], secrets) ?? 'failed';
}

/** Surely no secret. */
const TIME = /^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?$/;

function readFinishedAt(body: Said['fields'], secrets: OrderSecrets): string | null {
  const said = body['tradeFinishedAt'];
  return typeof said === 'string' && TIME.test(said) ? said : text(said, secrets);
}

function findMismatch(said: Said, expected: ExpectedAnswer): string | null {
  return findOtherNumber(said, expected) ?? findOtherAmount(said, expected);
}

/** Our numbers are longer than what a JSON number holds exactly: one that is no text may have been another's. */
function findOtherNumber({ fields }: Said, { tractionNo }: ExpectedAnswer): string | null {
  const named = fields['tractionNo'];
  if (named === tractionNo) return null;
  if (named === undefined || named === null) return 'the answer names no tractionNo';
  return typeof named === 'string'
    ? 'the answer names another tractionNo'
    : 'the tractionNo of the answer is not text';
}

/** An amount may be left out, and may be text, written as the number would be. */
function findOtherAmount({ fields }: Said, { amountField, amount }: ExpectedAnswer): string | null {
  const named = fields[amountField] ?? amount;
  if (named === amount || named === String(amount)) return null;
  return typeof named === 'number' || typeof named === 'string'
    ? `the answer names another ${amountField}`
    : `the ${amountField} of the answer is not a number`;
}

/** An outcome that leaves the order as it is until there is evidence. */
export function unknown(reason: string): ConnectorOutcome {
  return { kind: 'unknown', reason };
}

/** Whether bytes may have reached the connector. */
export function mayHaveArrived(kind: OutcomeKind): boolean {
  return kind !== 'notSent';
}

/**
 * Text that PostgreSQL can store; connectors are not trusted to send any. A number counts by its digits
 * when it is exact; a longer one was rounded when it was parsed, and a wrong number is worse than none.
 *
 * @param secrets what is masked in it; without, it is a number of the connector's own
 */
function text(value: unknown, secrets?: OrderSecrets): string | null {
  const isExact = Number.isSafeInteger(value) && Number(value) >= 0;
  if (typeof value !== 'string' && !isExact) return null;
  const said = String(value).replaceAll('\0', '').slice(0, MAX_SAID).toWellFormed();
  const shown = secrets === undefined ? said : redactText(said, secrets);
  const clean = shown.slice(0, MAX_TEXT).toWellFormed();
  return clean === '' ? null : clean;
}

/**
 * What one look at a connector told us. Unknown is a value of its own: bytes may have arrived, so the
 * money may have moved, and nothing but later evidence may decide.
 */
export type ConnectorOutcome =
  | {
      readonly kind: 'succeeded';
      readonly thirdOrderNo: string | null;
      readonly finishedAt: string | null;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly thirdOrderNo: string | null }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'running'; readonly thirdOrderNo: string | null }
  | { readonly kind: 'notFound'; readonly reason: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type OutcomeKind = ConnectorOutcome['kind'];

/** An outcome with what it cost to learn it. */
export interface ConnectorReply {
  readonly outcome: ConnectorOutcome;
  readonly httpStatus: number | null;
  /** ms */
  readonly durationMs: number;
}

/** What the answer must agree with to count as evidence about this order. */
export interface ExpectedAnswer {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  /** how an answer about this kind of order names its amount, if it does */
  readonly amountField: 'payAmount' | 'refundAmount';
}

const MAX_TEXT = 256;

/**
 * Reads a connector's answer or notice (API document, Pay 3 and Refund 2). Anything that is not
 * clearly an answer about this very order and amount is `unknown`, never `failed`: a proxy's error
 * page or another order's answer says nothing about whether the money moved.
 */
export function readAnswer(body: unknown, expected: ExpectedAnswer): ConnectorOutcome {
  if (!isRecord(body)) return unknown('the answer is not a JSON object');
  const mismatch = findMismatch(body, expected);
  if (mismatch !== null) return unknown(mismatch);
  const thirdOrderNo = text(body['thirdOrderNo']);
  switch (body['ret']) {
    case 'success':
      return { kind: 'succeeded', thirdOrderNo, finishedAt: text(body['tradeFinishedAt']) };
    case 'running':
      return { kind: 'running', thirdOrderNo };
    case 'failed':
      return { kind: 'failed', reason: readReason(body), thirdOrderNo };
    case 'notFound':
      return { kind: 'notFound', reason: 'the connector does not know it' };
    default:
      return unknown('the answer has no known ret');
  }
}

/** A payment barcode as connectors quote it: WeChat 10-15…, Alipay 25-30…, UnionPay 62…. */
const BARCODE = /(?<!\d)(?:1[0-5]|2[5-9]|30|62)\d{10,18}(\d{4})(?!\d)/g;

/** Kept for ever and shown to whoever reads the order, so a barcode in it is masked as everywhere. */
function readReason(body: Record<string, unknown>): string {
  return (text(body['thirdErrorReason']) ?? 'failed').replace(BARCODE, '***$1');
}

function findMismatch(body: Record<string, unknown>, expected: ExpectedAnswer): string | null {
  if (body['tractionNo'] !== expected.tractionNo) return 'the answer names another tractionNo';
  const amount = body[expected.amountField] ?? expected.amount;
  return amount === expected.amount ? null : `the answer names another ${expected.amountField}`;
}

/** An outcome that leaves the order as it is until there is evidence. */
export function unknown(reason: string): ConnectorOutcome {
  return { kind: 'unknown', reason };
}

/** Whether bytes may have reached the connector. */
export function mayHaveArrived(kind: OutcomeKind): boolean {
  return kind !== 'notSent';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Text that PostgreSQL can store; connectors are not trusted to send any. A number counts by its digits
 * when it is exact; a longer one was rounded when it was parsed, and a wrong number is worse than none.
 */
function text(value: unknown): string | null {
  const isExact = Number.isSafeInteger(value) && Number(value) >= 0;
  if (typeof value !== 'string' && !isExact) return null;
  const clean = String(value).replaceAll('\0', '').toWellFormed().slice(0, MAX_TEXT).toWellFormed();
  return clean === '' ? null : clean;
}

import type { PlainRequest } from '../support/http-pool.ts';
import { signedHeaders } from '../support/notices.ts';

/** An order whose outcome an attacker would like to change. */
export interface NoticeTarget {
  readonly name: string;
  readonly kind: 'pay' | 'refund';
  readonly tractionNo: string;
  /** of the payment or the refund, fen */
  readonly amount: number;
  /** below the origin, with the token */
  readonly path: string;
  /** of its template; null: its notices are not signed */
  readonly secret: string | null;
  /** what would change it, if it were true: the opposite of what it is */
  readonly wanted: 'success' | 'failed';
  readonly isFinal: boolean;
  /** the notice that made it final, byte for byte */
  readonly settledBy: PlainRequest | null;
}

/** What is known of other orders, to forge with. */
export interface Scene {
  /** another merchant's open payment of the same template */
  readonly stranger: NoticeTarget;
  /** another order of the same merchant, template and kind */
  readonly sibling: (target: NoticeTarget) => NoticeTarget;
  /** the secret of another template */
  readonly otherSecret: string;
  /** the URL of this number, as the gateway itself would make it */
  readonly pathOf: (kind: 'pay' | 'refund', tractionNo: string) => string;
}

/** A false notice about this order, and the code that it must be refused with; 200: taken, and nothing done. */
export interface FalseNotice {
  readonly request: PlainRequest;
  readonly code: number;
  /** where HTTP has a better status than the code's own */
  readonly status?: number;
}

/** One way to lie. Null where it is no lie about this order. */
export type Lie = readonly [string, (target: NoticeTarget, scene: Scene) => FalseNotice | null];

let messages = 0;

/** What a true notice about this order would be, signed where it must be. */
export function trueNotice(target: NoticeTarget, ret: string = target.wanted): PlainRequest {
  return post(target, { body: JSON.stringify(bodyOf(target, ret)) });
}

/** The fields of a notice that would be believed. */
export function bodyOf(target: NoticeTarget, ret: string = target.wanted) {
  const amountField = target.kind === 'pay' ? 'payAmount' : 'refundAmount';
  const thirdOrderNo = 'forged-1';
  return { tractionNo: target.tractionNo, ret, thirdOrderNo, [amountField]: target.amount };
}

/** This body at this order's URL, signed as it should be by default. */
export function post(
  target: NoticeTarget,
  say: {
    readonly body: string | Uint8Array;
    readonly path?: string;
    readonly type?: string | null;
    readonly headers?: PlainRequest['headers'];
  },
): PlainRequest {
  const { body, path = target.path, type = 'application/json' } = say;
  const signed = say.headers ?? sign(target, Buffer.from(body).toString());
  const headers = type === null ? signed : [['content-type', type] as const, ...signed];
  return { method: 'POST', path, headers, body };
}

function sign({ secret }: NoticeTarget, body: string): PlainRequest['headers'] {
  if (secret === null) return [];
  messages += 1;
  return Object.entries(signedHeaders(body, { secret, id: `false-${process.pid}-${messages}` }));
}

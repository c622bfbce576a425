import type { IncomingHttpHeaders } from 'node:http';
import type { Behaviour, CallName } from '../behaviour/table.ts';

/** A call as it came, whole. */
export interface Call {
  readonly method: string;
  /** path and query as sent */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly isTls: boolean;
  /** it came over TLS with a certificate of the stub's CA: its fingerprint */
  readonly clientCertificate: string | null;
}

/** What a provider would say. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What became of a call. */
export interface Done {
  readonly call: CallName;
  readonly outTradeNo: string;
  /** a short word: SUCCESS, or the code of a refusal */
  readonly verdict: string;
  readonly answer: Answer;
  /** of the way of this call */
  readonly behaviours: readonly Behaviour[];
  /** the answer does not arrive */
  readonly isLost?: boolean;
}

/** A JSON answer, not signed. */
export function jsonAnswer(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

import {
  type ConnectorOutcome,
  readAnswer,
  unknown,
} from '@payserver/shared/domain/connector-outcome';
import { NO_SECRETS } from '@payserver/shared/domain/redact-text';
import { readSaid } from '@payserver/shared/domain/said';
import { signWebhook } from '@payserver/shared/runtime/webhook-signature';
import { type HttpAnswer, MAX_ANSWER_BYTES, type Manner, sendHttp } from './http-call.ts';
import type { Target } from './target.ts';

/** A call that was made, for what reads all answers. */
export interface Made {
  readonly url: string;
  readonly answer: HttpAnswer;
}

/** An answer as the gateway reads it. */
export interface Reply {
  readonly outcome: ConnectorOutcome;
  readonly answer: HttpAnswer;
}

/** What differs from how the gateway would send it. */
export interface Oddity extends Manner {
  /** signs with this; null: not at all */
  readonly secret?: string | null;
  /** the signature's age, ms */
  readonly signedAgoMs?: number;
  /** what is signed in the place of the body */
  readonly signedBody?: string;
  /** fields besides those of the gateway */
  readonly more?: Readonly<Record<string, unknown>>;
  /** in the place of the body's JSON */
  readonly rawBody?: string;
}

/** About which order a call is, and its amount. */
export interface About {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  readonly field: 'payAmount' | 'refundAmount';
}

/** One POST. */
export interface GatewayCall {
  readonly url: string;
  readonly body: object;
  readonly about: About;
  readonly oddity?: Oddity;
}

/** Calls the connector as the gateway does: the same bodies, headers and signatures. */
export interface GatewaySide {
  /** every call so far */
  readonly made: readonly Made[];
  /** Never throws: what cannot be read is `unknown`. */
  post(call: GatewayCall): Promise<Reply>;
  get(url: string): Promise<HttpAnswer>;
}

/** How long a merchant waits for checkEnvUrl, ms. */
const GET_MS = 5_000;

/** Opens one for this connector. */
export function openGatewaySide(target: Target): GatewaySide {
  const made: Made[] = [];
  let asked = 0;
  /** A repeated POST is the same message; each query and cancellation is one of its own. */
  const messageOf = ({ url, about: { tractionNo } }: GatewayCall) => {
    const movesMoney = url === target.payUrl || url === target.refundUrl;
    asked += 1;
    return { movesMoney, id: movesMoney ? tractionNo : `${tractionNo}-ask-${asked}` };
  };
  const signatureOf = (id: string, body: string, oddity: Oddity) => {
    const secret = oddity.secret === undefined ? target.secret : oddity.secret;
    if (secret === null) return {};
    const now = new Date(Date.now() - (oddity.signedAgoMs ?? 0));
    return signWebhook(secret, { id, body: oddity.signedBody ?? body, now });
  };
  return {
    made,
    post: async (call) => {
      const { url, about, oddity = {} } = call;
      const body = oddity.rawBody ?? JSON.stringify(call.body);
      const { movesMoney, id } = messageOf(call);
      const headers = {
        'content-type': 'application/json',
        ...(movesMoney && { 'idempotency-key': about.tractionNo }),
        ...signatureOf(id, body, oddity),
      };
      const { timeoutMs } = target;
      const answer = await sendHttp({ ...oddity, url, method: 'POST', headers, body, timeoutMs });
      made.push({ url, answer });
      return { outcome: judge(answer, about), answer };
    },
    get: async (url) => {
      const call = { url, method: 'GET', headers: {}, body: '', timeoutMs: GET_MS } as const;
      const answer = await sendHttp(call);
      made.push({ url, answer });
      return answer;
    },
  };
}

function judge(answer: HttpAnswer, about: About): ConnectorOutcome {
  const problem = answer.failure ?? problemOf(answer);
  return problem === null ? readBody(answer.body, about) : unknown(problem);
}

/** Why the gateway reads nothing of it; null: it does. */
function problemOf({ status, headers, body }: HttpAnswer): string | null {
  const kind = Math.floor((status ?? 0) / 100);
  if (kind !== 2 && kind !== 4) return `HTTP ${status}`;
  if (headers['content-encoding'] !== undefined) return 'the answer is compressed';
  return body.length > MAX_ANSWER_BYTES ? 'the answer has more than 64 KiB' : null;
}

/** What this answer or notice says of the order, as the gateway reads it. */
export function readBody(body: Buffer, { tractionNo, amount, field }: About): ConnectorOutcome {
  const said = readSaid(body);
  if (typeof said === 'string') return unknown(said);
  return readAnswer(said, { tractionNo, amount, amountField: field, ...NO_SECRETS });
}

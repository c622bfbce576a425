/** How far an attempt came; `ok`: the receiver took it. */
export type AttemptPhase =
  | 'refused'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'sent'
  | 'status'
  | 'body'
  | 'ok';

/** What is known of one POST when it is over. */
export interface PostFacts {
  /** null: the answer was read whole */
  readonly failure: string | null;
  /** bytes may have left */
  readonly stood: boolean;
  readonly httpStatus: number | null;
  readonly body: string;
}

/** How far it came, and why not further, in words for the merchant; null of one that was taken. */
export interface Verdict {
  readonly phase: AttemptPhase;
  readonly error: string | null;
}

const DNS = /^(?:ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/;
const TLS = /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_)/;
const REFUSED = /^(?:leads to|must be|\S+ is not in)/;

/**
 * Whether a receiver took a message: it answered 2xx, and where its endpoint asks for that (`ack` is `success`) with
 * `SUCCESS` or `success` as its body, or as `code` or `return_code` of its JSON. A redirect is not followed and is a failure.
 */
export function judgePost(ack: string, facts: PostFacts): Verdict {
  const { failure, httpStatus } = facts;
  if (httpStatus === null) return judgeUnanswered(facts);
  if (httpStatus < 200 || httpStatus > 299) return { phase: 'status', error: `HTTP ${httpStatus}` };
  if (ack !== 'success') return { phase: 'ok', error: null };
  if (failure !== null) return { phase: 'body', error: failure };
  return saysSuccess(facts.body)
    ? { phase: 'ok', error: null }
    : { phase: 'body', error: 'the body is not SUCCESS' };
}

function judgeUnanswered({ failure, stood }: PostFacts): Verdict {
  const error = failure ?? 'no answer';
  if (stood) return { phase: 'sent', error };
  if (REFUSED.test(error)) return { phase: 'refused', error };
  if (DNS.test(error)) return { phase: 'dns', error };
  return { phase: TLS.test(error) ? 'tls' : 'connect', error };
}

const SUCCESS = /^success$/i;

function saysSuccess(body: string): boolean {
  const text = body.trim();
  if (SUCCESS.test(text)) return text === text.toUpperCase() || text === text.toLowerCase();
  if (!text.startsWith('{')) return false;
  try {
    const said = JSON.parse(text) as { code?: unknown; return_code?: unknown };
    return said.code === 'SUCCESS' || said.return_code === 'SUCCESS';
  } catch {
    return false;
  }
}

/**
 * What `Retry-After` asks for, ms: seconds or a date of HTTP.
 *
 * @returns null when it says nothing that can be read
 */
export function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(at - now, 0);
}

import { got, RequestError } from 'got';
import { NotSent } from './provider.ts';

/** What a provider answered. */
export interface ProviderAnswer {
  readonly status: number;
  /** parsed when it is JSON, else null */
  readonly json: Readonly<Record<string, unknown>> | null;
  readonly text: string;
}

/** One call of a provider's HTTP API. */
export interface ProviderRequest {
  readonly method?: 'GET' | 'POST';
  readonly url: string | URL;
  readonly json?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** of the operation */
  readonly signal: AbortSignal;
}

/** Error codes of a connection that never stood, so that no byte of the request can have left. */
export const NEVER_STOOD: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Calls a provider once: no repeats, no redirects, any status is an answer.
 *
 * @throws {NotSent} when it could not be connected to
 * @throws {Error} when nothing is known: no whole answer came
 */
export async function callHttp(request: ProviderRequest): Promise<ProviderAnswer> {
  const { method = 'json' in request ? 'POST' : 'GET', url, json, headers, signal } = request;
  try {
    const answer = await got(url, {
      method,
      signal,
      ...(json !== undefined && { json }),
      ...(headers !== undefined && { headers }),
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
    });
    return { status: answer.statusCode, text: answer.body, json: parsed(answer.body) };
  } catch (error) {
    if (error instanceof RequestError && NEVER_STOOD.has(error.code)) {
      throw new NotSent(error.code, { cause: error });
    }
    throw error;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

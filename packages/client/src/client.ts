import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/schema.ts';

type Schemas = components['schemas'];

export type PayRequest = Schemas['PayRequest'];
export type PayOrder = Schemas['PayOrder'];
export type PayStatus = Schemas['PayStatus'];
export type RefundRequest = Schemas['RefundRequest'];
export type RefundOrder = Schemas['RefundOrder'];
export type RefundStatus = Schemas['RefundStatus'];
export type PayMode = Schemas['PayMode'];
export type PayModeTemplate = Schemas['PayModeTemplate'];
export type TradeRecord = Schemas['TradeRecord'];
export type TradeException = Schemas['TradeException'];
export type AuditRecord = Schemas['AuditRecord'];
export type SearchAnswer = Schemas['SearchAnswer'];
export type FoundOrder = Schemas['FoundOrder'];
export type SavedView = Schemas['SavedView'];
export type Whoami = Schemas['Whoami'];
export type ConsoleSession = Schemas['ConsoleSession'];
export type Pending = Schemas['Pending'];
export type Selection = Schemas['Selection'];
export type SelectionRequest = Schemas['SelectionRequest'];
export type SelectionForecast = Schemas['SelectionForecast'];
export type StuckGroup = Schemas['StuckGroup'];
export type NotifyEndpoint = Schemas['NotifyEndpoint'];
export type NotifyEndpointRequest = Schemas['NotifyEndpointRequest'];
export type NotifyEndpointWithSecret = Schemas['NotifyEndpointWithSecret'];
export type NotifyDelivery = Schemas['NotifyDelivery'];
export type NotifyAttempt = Schemas['NotifyAttempt'];
export type NotifyReplay = Schemas['NotifyReplay'];
export type NotifyReplayRequest = Schemas['NotifyReplayRequest'];
export type NotifyReplayForecast = Schemas['NotifyReplayForecast'];
/** The body of every answer that is not a success; `code` is for programs. */
export type PayServerError = Schemas['Error'];

/** Calls by method and path, `client.POST('/pay', { body })`, each with the types of the API description. */
export type PayServerClient = Client<paths>;

/** How to reach a gateway, and as whom. */
export interface PayServerOptions {
  /** what every path begins with: `http://localhost:6009/api/v1.0.0` */
  readonly baseUrl: string;
  /** a JWT, or a function that gives a fresh one for each call; null calls without one */
  readonly token: string | (() => string | Promise<string>) | null;
  /**
   * ms until a call is given up, 15000 unless given; must be well above the waiting time (8 s, or that
   * of `Prefer: wait=N`). A call that was given up may have been carried out: repeat it as it was.
   */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

/**
 * A client of one gateway. Calls never throw for what the gateway answers: a success is in `data`, an
 * error in `error` ({@link PayServerError}), and `response` has the status and the headers.
 *
 * A call throws when there is no answer: no connection, or none in `timeoutMs`. That says nothing about
 * the money. Send the same request again: one `clientPayNo` is one payment, one `clientRefundNo` one refund.
 */
export function createPayServerClient({
  baseUrl,
  token,
  timeoutMs = TIMEOUT_MS,
}: PayServerOptions): PayServerClient {
  const client = createClient<paths>({
    baseUrl: baseUrl.replace(/\/+$/, ''),
    fetch: async (request) => {
      const signals = [request.signal, AbortSignal.timeout(timeoutMs)];
      return await fetch(request, { signal: AbortSignal.any(signals) });
    },
  });
  client.use({
    async onRequest({ request }) {
      const value = typeof token === 'function' ? await token() : token;
      if (value !== null) request.headers.set('authorization', `Bearer ${value}`);
    },
  });
  return client;
}

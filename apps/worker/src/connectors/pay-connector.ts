import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import {
  type ConnectorOutcome,
  type ConnectorReply,
  unknown,
} from '@payserver/shared/domain/connector-outcome';
import {
  askMessage,
  type ConnectorDeps,
  callConnector,
  ofMerchant,
  postMessage,
} from './call-connector.ts';

/** What a connector receives about a payment. */
export interface PayCall {
  readonly tractionNo: string;
  readonly clientPayNo: string;
  readonly payer: string;
  readonly payee: string;
  readonly payAmount: number;
  readonly payParams: unknown;
  /** payParams with the secrets in them; null when there are none */
  readonly paySecrets: unknown;
  readonly clientExtraParams: unknown;
  /** what the connector must know of the merchant; null: nothing */
  readonly connectorParams: unknown;
  readonly terminal: unknown;
  readonly orderStartAt: Date;
  readonly orderExpiredAt: Date;
  readonly payStartAt: Date;
  readonly thirdPayNo: string | null;
  /** when it was called off; null: it was not */
  readonly closeAskedAt: Date | null;
  /** of the claim that the call is made under; another for every other call of its kind */
  readonly epoch: number | string;
}

/** Posts the payment to `payUrl` (API document, Pay 3). */
export async function callPayUrl(
  deps: ConnectorDeps,
  connector: ConnectorConfig,
  order: PayCall,
): Promise<ConnectorReply> {
  const body = {
    payer: order.payer,
    payee: order.payee,
    payAmount: order.payAmount,
    tractionNo: order.tractionNo,
    clientPayNo: order.clientPayNo,
    orderStartAt: deps.formatTime(order.orderStartAt),
    orderExpiredAt: deps.formatTime(order.orderExpiredAt),
    payParams: order.paySecrets ?? order.payParams,
    clientExtraParams: order.clientExtraParams,
    payStartAt: deps.formatTime(order.payStartAt),
    ...ofMerchant(order),
    ...(order.terminal !== null && { terminal: order.terminal }),
    ...(connector.isAsyncNotify && { notifyUrl: deps.noticeUrls.urlFor('pay', order.tractionNo) }),
  };
  return await callConnector(deps, connector, {
    url: connector.payUrl,
    body,
    message: postMessage(order),
    ...expected(order),
  });
}

/** Asks `queryUrl` what became of the payment; `notFound` is no evidence, it may still be on its way. */
export async function callPayQueryUrl(
  deps: ConnectorDeps,
  connector: ConnectorConfig,
  order: PayCall,
): Promise<ConnectorReply> {
  return await callConnector(deps, connector, {
    url: connector.queryUrl,
    body: inquiryOf(order),
    message: askMessage('query', order),
    ...expected(order),
  });
}

/**
 * Tells `cancelUrl` that the payment must not happen any more. `success` (no money was taken, or all of
 * it was given back) and `notFound` (it never came, and must be declined if it still does) close it;
 * anything else proves nothing. `isRefused`: it was not cancelled, and will not be by this call or one before it.
 */
export async function callCancelUrl(
  deps: ConnectorDeps,
  connector: ConnectorConfig,
  order: PayCall,
): Promise<ConnectorReply & { readonly isRefused: boolean }> {
  const reply = await callConnector(deps, connector, {
    url: connector.cancelUrl,
    body: inquiryOf(order),
    message: askMessage('cancel', order),
    ...expected(order),
  });
  const isRefused = reply.outcome.kind === 'failed';
  return { ...reply, outcome: readCancellation(reply.outcome, order), isRefused };
}

/** What a query and a cancellation say of the payment. */
function inquiryOf(order: PayCall): object {
  const { tractionNo, clientPayNo, thirdPayNo } = order;
  return { tractionNo, clientPayNo, thirdPayNo, ...ofMerchant(order) };
}

function readCancellation(outcome: ConnectorOutcome, order: PayCall): ConnectorOutcome {
  switch (outcome.kind) {
    case 'succeeded':
    case 'notFound':
      return {
        kind: 'closed',
        reason: order.closeAskedAt === null ? 'cancelled after it expired' : 'called off',
      };
    case 'failed':
      return unknown(`not cancelled: ${outcome.reason}`);
    case 'closed':
    case 'running':
    case 'unknown':
    case 'notSent':
      return outcome;
  }
}

function expected(order: PayCall) {
  return {
    tractionNo: order.tractionNo,
    amount: order.payAmount,
    amountField: 'payAmount',
    payParams: order.payParams,
    paySecrets: order.paySecrets,
    connectorParams: order.connectorParams,
  } as const;
}

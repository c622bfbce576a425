import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import {
  askMessage,
  type ConnectorDeps,
  callConnector,
  ofMerchant,
  postMessage,
} from './call-connector.ts';

/** What a connector receives about a refund, with what it must know of the payment. */
export interface RefundCall {
  readonly tractionNo: string;
  readonly clientRefundNo: string;
  readonly refundAmount: number;
  readonly isCancel: number;
  readonly clientExtraParams: unknown;
  readonly thirdRefundNo: string | null;
  /** of the claim that the call is made under */
  readonly epoch: number;
  readonly pay: {
    readonly tractionNo: string;
    readonly clientPayNo: string;
    readonly thirdPayNo: string | null;
    readonly payee: string;
    readonly payAmount: number;
    /** masked, as the payment is final */
    readonly payParams: unknown;
    readonly paySecrets: unknown;
    readonly connectorParams: unknown;
  };
}

/**
 * Posts the refund to `refundUrl` (API document, Refund 2), with `isCancel` besides, which tells a
 * cancellation of the day (撤销) from a refund.
 */
export async function callRefundUrl(
  deps: ConnectorDeps,
  connector: ConnectorConfig,
  refund: RefundCall,
): Promise<ConnectorReply> {
  const notifyUrl = deps.noticeUrls.urlFor('refund', refund.tractionNo);
  const body = {
    clientRefundNo: refund.clientRefundNo,
    tractionNo: refund.tractionNo,
    payTractionNo: refund.pay.tractionNo,
    thirdPayNo: refund.pay.thirdPayNo,
    payee: refund.pay.payee,
    payAmount: refund.pay.payAmount,
    refundAmount: refund.refundAmount,
    isCancel: refund.isCancel,
    clientExtraParams: refund.clientExtraParams,
    ...ofMerchant(refund.pay),
    ...(connector.isAsyncNotify && { notifyUrl }),
  };
  return await callConnector(deps, connector, {
    url: connector.refundUrl,
    body,
    message: postMessage(refund),
    ...expected(refund),
  });
}

/** Asks `queryUrl` what became of the refund; its own traction number tells it from the payment. */
export async function callRefundQueryUrl(
  deps: ConnectorDeps,
  connector: ConnectorConfig,
  refund: RefundCall,
): Promise<ConnectorReply> {
  const body = {
    tractionNo: refund.tractionNo,
    clientPayNo: refund.pay.clientPayNo,
    thirdPayNo: refund.pay.thirdPayNo,
    thirdRefundNo: refund.thirdRefundNo,
    ...ofMerchant(refund.pay),
  };
  return await callConnector(deps, connector, {
    url: connector.queryUrl,
    body,
    message: askMessage('query', refund),
    ...expected(refund),
  });
}

function expected(refund: RefundCall) {
  return {
    tractionNo: refund.tractionNo,
    amount: refund.refundAmount,
    amountField: 'refundAmount',
    payParams: refund.pay.payParams,
    paySecrets: refund.pay.paySecrets,
    connectorParams: refund.pay.connectorParams,
  } as const;
}

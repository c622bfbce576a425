import type { OrderConnector } from '@payserver/shared/domain/connector-config';
import { type ExpectedAnswer, readAnswer } from '@payserver/shared/domain/connector-outcome';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { TradeKind } from '@payserver/shared/domain/ids';
import { NO_SECRETS, type OrderSecrets } from '@payserver/shared/domain/redact-text';
import { readSaid } from '@payserver/shared/domain/said';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import type { NoticeUrls } from '@payserver/shared/runtime/notice-token';
import { type Headers, verifiedWebhookId } from '@payserver/shared/runtime/webhook-signature';
import {
  type Evidence,
  evidenceOf,
  type SettlementDeps,
} from '@payserver/shared/settlement/evidence';
import { settlePays, settleRefunds } from '@payserver/shared/settlement/settle';
import { findConnectorsOf } from '@payserver/shared/store/connectors';
import { recordUnknown } from '@payserver/shared/store/orders/record-unknown';
import { findByTractionNo, findPayOrders } from '@payserver/shared/store/pay-orders/find';
import { findRefundByTractionNo } from '@payserver/shared/store/refund-orders/find';
import { rememberNotice, wasNoticeSeen } from '@payserver/shared/store/webhook-dedup';

export interface NoticeDeps extends SettlementDeps {
  readonly noticeUrls: NoticeUrls;
}

/** What arrived at a notice URL. */
export interface Notice {
  readonly kind: TradeKind;
  readonly tractionNo: string;
  readonly token: string;
  /** the bytes that a signature is over */
  readonly rawBody: Buffer;
  readonly headers: Headers;
}

/**
 * Takes a connector's notice about a payment or a refund: the same evidence as its answer, settled by
 * the same code. Repeated, late and early notices are fine and change nothing twice. One with a wrong
 * token is "not found", like an order that does not exist; where the connector that has the order has a secret, one
 * that is not signed with it (Standard Webhooks) is refused, and a replayed webhook-id does nothing; one about
 * another number or amount is refused; one that says two things at once is refused too, and its order's history
 * tells of it; one that says `running` tells nothing new.
 *
 * Refusals: 9003, 9004, 9401.
 */
export async function takeNotice(deps: NoticeDeps, notice: Notice): Promise<Result<null>> {
  const { kind, tractionNo, token } = notice;
  const order = deps.noticeUrls.isValid(kind, tractionNo, token)
    ? await FIND[kind](deps, tractionNo)
    : null;
  if (order === null) return refused(9003, 'no such notice URL');
  const connector = (await findConnectorsOf(deps.db, kind, [order.uuid])).get(order.uuid);
  const secret = connector?.notifySecret;
  if (!secret) return await settleBy(deps, notice, order);
  const webhookId = verifiedWebhookId(secret, notice.headers, notice.rawBody);
  if (webhookId === null) return refused(9401, 'the notice must be signed with its secret');
  const id = { sender: senderOf(order, connector), webhookId };
  if (await wasNoticeSeen(deps.db, id)) return done(null);
  const result = await settleBy(deps, notice, order);
  if (result.ok) await rememberNotice(deps.db, id);
  return result;
}

/** Whose secret it is: ids of one connector mean nothing to another, nor to the one that took its place. */
function senderOf({ payTemplateId, payModeUUID }: Noticed, connector: OrderConnector): string {
  const owner = payTemplateId === null ? `m-${payModeUUID}` : `t-${payTemplateId}`;
  return connector.hasMoved ? `${owner} ${connector.identity}` : owner;
}

async function settleBy(deps: NoticeDeps, notice: Notice, order: Noticed): Promise<Result<null>> {
  const said = readSaid(notice.rawBody);
  if (typeof said === 'string') return refused(9004, `the notice is ${said}`);
  const outcome = readAnswer(said, order.expected);
  if (outcome.kind === 'unknown') {
    const { isContradictory, reason } = outcome;
    if (isContradictory) await recordUnknown(deps.db, notice.kind, { uuid: order.uuid, reason });
    return refused(9004, reason);
  }
  const evidence = evidenceOf(outcome, { ...FROM_NOTICE, uuid: order.uuid });
  crashPoint('notice.beforeSettle');
  if (evidence !== null) await SETTLE[notice.kind](deps, [evidence]);
  crashPoint('notice.afterSettle');
  return done(null);
}

const FROM_NOTICE = { actor: 'notice', epoch: null, httpStatus: null, durationMs: null } as const;

interface Noticed {
  readonly uuid: string;
  readonly payModeUUID: string;
  readonly payTemplateId: string | null;
  readonly expected: ExpectedAnswer;
}

type Find = (deps: NoticeDeps, tractionNo: string) => Promise<Noticed | null>;

const FIND: Readonly<Record<TradeKind, Find>> = {
  pay: async (deps, tractionNo) => {
    const order = await findByTractionNo(deps.db, tractionNo);
    if (order === null) return null;
    const expected = { tractionNo, amount: order.payAmount, amountField: 'payAmount' } as const;
    return { ...order, expected: { ...expected, ...secretsOf(order) } };
  },
  refund: async (deps, tractionNo) => {
    const order = await findRefundByTractionNo(deps.db, tractionNo);
    if (order === null) return null;
    const expected = {
      tractionNo,
      amount: order.refundAmount,
      amountField: 'refundAmount',
    } as const;
    const [pay = NO_SECRETS] = await findPayOrders(deps.db, [order.payOrderUUID]);
    return { ...order, expected: { ...expected, ...secretsOf(pay) } };
  },
};

function secretsOf({ payParams, paySecrets, connectorParams }: OrderSecrets): OrderSecrets {
  return { payParams, paySecrets, connectorParams };
}

type Settle = (deps: NoticeDeps, evidence: readonly Evidence[]) => Promise<unknown>;

const SETTLE: Readonly<Record<TradeKind, Settle>> = { pay: settlePays, refund: settleRefunds };

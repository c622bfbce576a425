import { randomBytes } from 'node:crypto';
import { keyOf, type Order, type Refund } from '@payserver/provider-stub/bank/types';
import { ofGroup } from '@payserver/provider-stub/behaviour/table';
import { beijingText } from '@payserver/provider-stub/clock';
import type { Notice, NoticeBody, NoticeRules } from '@payserver/provider-stub/notices';
import { digits } from '@payserver/provider-stub/random';
import type { Account } from './accounts.ts';
import { yuan } from './money.ts';
import { signText } from './platform.ts';
import type { Alipay } from './shop.ts';
import { signTextOf } from './sign.ts';

/** 8 times in about 25 h */
const RETRY_S = [240, 600, 600, 3_600, 7_200, 21_600, 54_000];

/** How Alipay notifies: a signed form; only the seven bytes `success` acknowledge it. */
export function noticeRules(alipay: Alipay): NoticeRules {
  return {
    retrySeconds: RETRY_S,
    build: (notice) => build(alipay, notice),
    isAcknowledged: (status, body) => status === 200 && body === 'success',
  };
}

function build(alipay: Alipay, notice: Notice): NoticeBody | null {
  const { store } = alipay.world.bank;
  const refund = notice.kind === 'refund' ? store.refunds.get(notice.key) : undefined;
  const key = refund === undefined ? notice.key : keyOf(refund.account, refund.outTradeNo);
  const order = store.orders.get(key);
  const account = order && alipay.accounts.of(order.account);
  if (order === undefined || account === undefined) return null;
  const fields = fieldsOf(alipay, { notice, account, order }, refund);
  const sign = signOf(alipay, notice, signTextOf(Object.entries(fields), []));
  const form = new URLSearchParams({ ...fields, sign_type: 'RSA2', sign });
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(form.toString()),
  };
}

/** Group 14: by another key, over other bytes, or the first time only. */
function signOf({ platform }: Alipay, { behaviours, tries }: Notice, text: string): string {
  const variant = ofGroup(behaviours, 14)?.variant ?? -1;
  const isForged = variant === 4 || variant === 8 || (variant === 9 && tries === 0);
  if (isForged) return randomBytes(256).toString('base64');
  return signText(platform.current().key, variant === 5 ? `${text} ` : text);
}

function fieldsOf(
  { world: { bank, clock } }: Alipay,
  { notice, account, order }: { notice: Notice; account: Account; order: Order },
  refund: Refund | undefined,
): Readonly<Record<string, string>> {
  const amount = yuan(order.amount);
  const isClosed = bank.store.ledger.net(order.account, order.outTradeNo) === 0;
  return {
    notify_time: beijingText(clock.now()),
    ...{ notify_type: 'trade_status_sync', notify_id: `2026${digits(30, notice.id)}` },
    ...{ app_id: account.appId, charset: 'utf-8', version: '1.0' },
    ...{ trade_no: order.providerNo, out_trade_no: order.outTradeNo },
    ...{ buyer_id: order.buyer, buyer_logon_id: '159****5620', seller_id: account.sellerId },
    trade_status: refund !== undefined && isClosed ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
    ...{ total_amount: amount, receipt_amount: amount, subject: order.subject },
    gmt_create: beijingText(order.createdAt),
    gmt_payment: beijingText(order.paidAt ?? order.createdAt),
    fund_bill_list: JSON.stringify([{ amount, fundChannel: 'ALIPAYACCOUNT' }]),
    ...(order.echo['passback_params'] && { passback_params: order.echo['passback_params'] }),
    ...(refund !== undefined && {
      out_biz_no: refund.requestNo,
      refund_fee: yuan(order.amount - bank.refundable(order)),
      gmt_refund: `${beijingText(refund.endedAt ?? refund.createdAt)}.000`,
    }),
  };
}

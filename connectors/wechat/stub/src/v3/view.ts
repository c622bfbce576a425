import type { Order, Refund } from '@payserver/provider-stub/bank/types';
import { beijingRfc3339 } from '@payserver/provider-stub/clock';
import type { Account } from '../accounts.ts';
import { TRADE_STATES } from '../codes.ts';

type Json = Readonly<Record<string, unknown>>;

/** The ids of who sells, as the answers repeat them. */
export function sellerOf({ appid, mchid, sub }: Account): Json {
  if (sub === null) return { appid, mchid };
  return {
    ...{ sp_appid: appid, sp_mchid: mchid, sub_mchid: sub.mchid },
    ...(sub.appid !== null && { sub_appid: sub.appid }),
  };
}

/** An order as queries and notices show it. */
export function orderJson(account: Account, order: Order, seen: keyof typeof TRADE_STATES): Json {
  const [state, text] = TRADE_STATES[seen];
  const isPaid = seen === 'paid' || seen === 'refunded';
  return {
    ...sellerOf(account),
    ...{ out_trade_no: order.outTradeNo, trade_state: state, trade_state_desc: text },
    ...(order.echo['attach'] && { attach: order.echo['attach'] }),
    ...(isPaid ? paidJson(account, order) : { amount: { total: order.amount, currency: 'CNY' } }),
  };
}

function paidJson({ sub }: Account, order: Order): Json {
  const { amount: total, buyer } = order;
  return {
    transaction_id: order.providerNo,
    trade_type: order.kind === 'barcode' ? 'MICROPAY' : 'NATIVE',
    bank_type: 'OTHERS',
    success_time: beijingRfc3339(order.paidAt ?? order.createdAt),
    payer: sub === null ? { openid: buyer } : { sp_openid: buyer },
    amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
  };
}

/** `status` of a refund. */
export const REFUND_STATES: Readonly<Record<Refund['state'], string>> = {
  ...{ processing: 'PROCESSING', success: 'SUCCESS', closed: 'CLOSED', abnormal: 'ABNORMAL' },
};

/** A refund as answers and queries show it. */
export function refundJson(order: Order, refund: Refund): Json {
  const { amount } = refund;
  return {
    ...{ refund_id: refund.providerNo, out_refund_no: refund.requestNo },
    ...{ transaction_id: order.providerNo, out_trade_no: order.outTradeNo },
    ...{ channel: 'ORIGINAL', user_received_account: '支付用户零钱', funds_account: 'AVAILABLE' },
    create_time: beijingRfc3339(refund.createdAt),
    ...(refund.state === 'success' && {
      success_time: beijingRfc3339(refund.endedAt ?? refund.createdAt),
    }),
    status: REFUND_STATES[refund.state],
    amount: {
      ...{ total: order.amount, refund: amount, payer_total: order.amount, payer_refund: amount },
      ...{ settlement_refund: amount, settlement_total: order.amount, discount_refund: 0 },
      currency: 'CNY',
    },
  };
}

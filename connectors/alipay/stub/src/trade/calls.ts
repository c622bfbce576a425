import type { RefundAnswer } from '@payserver/provider-stub/bank/refunds';
import type { Order, Refund } from '@payserver/provider-stub/bank/types';
import { beijingText } from '@payserver/provider-stub/clock';
import {
  business,
  codeOf,
  NO_BALANCE,
  NO_TRADE,
  REFUND_CODES,
  SUCCESS,
  SYSTEM_ERROR,
} from '../codes.ts';
import { fenOf, yuan } from '../money.ts';
import { type Alipay, type Operate, orderOf, type Said, textIn, tradeOf } from '../shop.ts';
import { numbersOf, paidFields } from './pay.ts';

const DAY_MS = 86_400_000;

/** alipay.trade.query */
export const query: Operate = (alipay, trade) => {
  const order = orderOf(alipay, trade);
  const seen = alipay.world.views.see(order);
  if (order === undefined || seen === 'none') return { code: NO_TRADE };
  const hasPaid = order.paidAt !== null && seen !== 'unpaid' && seen !== 'paying';
  const fields = hasPaid
    ? {
        ...paidFields(trade.account, order),
        send_pay_date: beijingText(order.paidAt ?? order.createdAt),
      }
    : { ...numbersOf(order), total_amount: yuan(order.amount), buyer_logon_id: '159****5620' };
  const trade_status = statusOf(alipay, order, seen);
  return { code: SUCCESS, fields: { ...fields, trade_status } };
};

/** `TRADE_CLOSED` also when all of it was given back. */
function statusOf({ world: { bank } }: Alipay, order: Order, seen: string): string {
  if (seen === 'unpaid' || seen === 'paying') return 'WAIT_BUYER_PAY';
  if (seen === 'paid') return 'TRADE_SUCCESS';
  if (seen !== 'refunded') return 'TRADE_CLOSED';
  return bank.store.ledger.net(order.account, order.outTradeNo) === 0
    ? 'TRADE_CLOSED'
    : 'TRADE_SUCCESS';
}

/** alipay.trade.cancel: also a number that never was is answered with success. */
export const cancel: Operate = (alipay, trade) => {
  const { clock } = alipay.world;
  const order = tradeOf(alipay, trade);
  if (order !== undefined && clock.now() - order.createdAt > DAY_MS) return { code: TOO_LATE };
  const { says, action, isLost } = alipay.reversals.reverse(order, trade.behaviours);
  const numbers =
    order === undefined ? { out_trade_no: textIn(trade, 'out_trade_no') } : numbersOf(order);
  const flagged = (retry_flag: 'Y' | 'N') => ({ ...numbers, retry_flag });
  const answers: Readonly<Record<typeof says, Said>> = {
    done: { code: SUCCESS, fields: { ...flagged('N'), ...(action !== 'none' && { action }) } },
    again: { code: SUCCESS, fields: flagged('Y') },
    paying: { code: SYSTEM_ERROR, fields: flagged('Y') },
    late: { code: TOO_LATE, fields: flagged('N') },
    noBalance: { code: NO_BALANCE, fields: flagged('Y') },
  };
  return { ...answers[says], isLost };
};

const TOO_LATE = business('TRADE_CANCEL_TIME_OUT', '超过撤销时间范围');

/** alipay.trade.close: only of a trade that waits. */
export const close: Operate = (alipay, trade) => {
  const order = tradeOf(alipay, trade);
  if (order === undefined) return { code: NO_TRADE };
  if (order.state !== 'waiting') {
    return { code: business('TRADE_STATUS_ERROR', '交易状态不合法') };
  }
  alipay.reversals.reverse(order, trade.behaviours);
  return { code: SUCCESS, fields: numbersOf(order) };
};

const invalid = (text: string): Said => ({ code: business('INVALID_PARAMETER', text) });

/** alipay.trade.refund: the same out_request_no and amount are the same refund. */
export const refund: Operate = (alipay, trade) => {
  const amount = fenOf(trade.biz['refund_amount']);
  const requestNo = textIn(trade, 'out_request_no');
  if (amount === null || requestNo.length > 64) return invalid('refund_amount, out_request_no');
  const order = tradeOf(alipay, trade);
  if (order === undefined) return { code: NO_TRADE };
  if (requestNo === '' && amount !== order.amount) return { code: NOT_TOTAL };
  const answer = alipay.refunds.refund(order, {
    ...{ requestNo: requestNo || order.outTradeNo, amount, behaviours: trade.behaviours },
    notifyUrl: order.notifyUrl,
  });
  if (answer.says !== 'accepted' && answer.says !== 'repeated') {
    return { code: REFUND_CODES[answer.says] };
  }
  return accepted(alipay, order, answer);
};

const NOT_TOTAL = business('REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额与订单金额不一致');

/** `fund_change` is Y only where money moved now; group 13 says N although it did. */
function accepted(
  alipay: Alipay,
  order: Order,
  { says, refund: made, because }: Extract<RefundAnswer, { says: 'accepted' | 'repeated' }>,
): Said {
  const isChanged = says === 'accepted' && made.state === 'success' && because?.variant !== 3;
  return {
    code: SUCCESS,
    fields: {
      ...{ ...numbersOf(order), buyer_logon_id: '159****5620', buyer_user_id: order.buyer },
      ...{ fund_change: isChanged ? 'Y' : 'N', refund_fee: yuan(refundedOf(alipay, order)) },
      gmt_refund_pay: beijingText(made.createdAt),
    },
    isLost: says === 'accepted' && because?.variant === 4,
  };
}

/** fen: all refunds of the trade, not only this one */
function refundedOf({ world: { bank } }: Alipay, order: Order): number {
  return order.amount - bank.refundable(order);
}

/** alipay.trade.fastpay.refund.query: without `refund_status` the refund is not there, or not done. */
export const refundQuery: Operate = (alipay, trade) => {
  const order = tradeOf(alipay, trade);
  if (order === undefined) return { code: NO_TRADE };
  const requestNo = textIn(trade, 'out_request_no');
  if (requestNo === '') return { code: codeOf('40001', 'isv.missing-parameter', 'out_request_no') };
  const found = alipay.world.bank.refund(order.account, requestNo);
  return { code: SUCCESS, fields: refundFields(order, requestNo, found) };
};

function refundFields(order: Order, requestNo: string, found: Refund | undefined) {
  if (found === undefined || found.state !== 'success') return {};
  return {
    ...{ ...numbersOf(order), out_request_no: requestNo, refund_status: 'REFUND_SUCCESS' },
    ...{ total_amount: yuan(order.amount), refund_amount: yuan(found.amount) },
    gmt_refund_pay: beijingText(found.endedAt ?? found.createdAt),
  };
}

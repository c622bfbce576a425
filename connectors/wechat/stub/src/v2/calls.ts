import type { Order, Refund } from '@payserver/provider-stub/bank/types';
import { beijingText } from '@payserver/provider-stub/clock';
import {
  NO_BALANCE,
  NO_ORDER,
  NO_REFUND,
  refundRefusal,
  SYSTEM_ERROR,
  USERPAYING,
} from '../codes.ts';
import { remarkEarlyReverse, type Wechat } from '../shop.ts';
import { signed, type V2Call, type V2Fields } from './answers.ts';
import { refuse, type Said, stateFields } from './pay.ts';

/** The order that a call names; `transaction_id` wins. */
export function orderOf(
  { world }: Wechat,
  { account, fields }: Pick<V2Call, 'account' | 'fields'>,
): Order | undefined {
  const providerNo = fields.get('transaction_id') ?? '';
  if (providerNo === '') return world.bank.order(account.mchid, fields.get('out_trade_no') ?? '');
  const order = world.bank.store.findByProviderNo(providerNo);
  return order?.account === account.mchid ? order : undefined;
}

const said = (call: V2Call, fields: V2Fields, verdict = 'SUCCESS'): Said => ({
  ...{ answer: signed(call, fields), verdict },
});

/** POST /pay/orderquery */
export function orderQuery(wechat: Wechat, call: V2Call): Said {
  const order = orderOf(wechat, call);
  const seen = wechat.world.views.see(order);
  if (order === undefined || seen === 'none') return refuse(call, NO_ORDER);
  const fields = stateFields(order, seen);
  return said(call, fields, fields['trade_state']);
}

const TOO_LATE = { ...SYSTEM_ERROR, v2: 'REVERSE_EXPIRE', text: '订单已超过可撤销的最大期限' };

/** POST /secapi/pay/reverse */
export function reverse(wechat: Wechat, call: V2Call): Said & { readonly isLost: boolean } {
  const order = orderOf(wechat, call);
  remarkEarlyReverse(wechat.world, order);
  const { says, isLost } = wechat.reversals.reverse(order, call.behaviours);
  const answers = {
    done: () => said(call, { recall: 'N' }),
    again: () => refuse(call, SYSTEM_ERROR, { recall: 'Y' }),
    paying: () => refuse(call, USERPAYING, { recall: 'Y' }),
    late: () => refuse(call, TOO_LATE, { recall: 'N' }),
    noBalance: () => refuse(call, NO_BALANCE, { recall: 'Y' }),
  };
  return { ...answers[says](), isLost };
}

/** POST /secapi/pay/refund */
export function refund(wechat: Wechat, call: V2Call): Said & { readonly isLost: boolean } {
  const field = (name: string) => call.fields.get(name) ?? '';
  const order = orderOf(wechat, call);
  if (order === undefined) return { ...refuse(call, NO_ORDER), isLost: false };
  if (Number(field('total_fee')) !== order.amount) {
    return { ...refuse(call, refundRefusal('mismatch')), isLost: false };
  }
  const answer = wechat.refunds.refund(order, {
    requestNo: field('out_refund_no'),
    amount: Number(field('refund_fee')),
    notifyUrl: field('notify_url') || null,
    isOld: true,
    behaviours: call.behaviours,
  });
  if (answer.says !== 'accepted' && answer.says !== 'repeated') {
    return { ...refuse(call, refundRefusal(answer.says)), isLost: false };
  }
  const isLost = answer.says === 'accepted' && answer.because?.variant === 4;
  return { ...said(call, acceptedFields(answer.refund, order)), isLost };
}

function acceptedFields(done: Refund, order: Order): V2Fields {
  const fee = String(done.amount);
  const total = String(order.amount);
  return {
    ...{ transaction_id: order.providerNo, out_trade_no: order.outTradeNo },
    ...{ out_refund_no: done.requestNo, refund_id: done.providerNo, refund_fee: fee },
    ...{ total_fee: total, fee_type: 'CNY', cash_fee: total, cash_refund_fee: fee },
  };
}

const REFUND_STATES: Readonly<Record<Refund['state'], string>> = {
  ...{ processing: 'PROCESSING', success: 'SUCCESS', closed: 'REFUNDCLOSE', abnormal: 'CHANGE' },
};

/** POST /pay/refundquery */
export function refundQuery(wechat: Wechat, call: V2Call): Said {
  const refunds = refundsOf(wechat, call);
  const order = orderOfFirst(wechat, refunds);
  if (order === undefined) return refuse(call, NO_REFUND);
  const total = String(order.amount);
  const fields = {
    ...{ transaction_id: order.providerNo, out_trade_no: order.outTradeNo },
    ...{ total_fee: total, fee_type: 'CNY', cash_fee: total },
    ...{ refund_count: String(refunds.length), total_refund_count: String(refunds.length) },
    ...Object.fromEntries(refunds.flatMap((one, index) => Object.entries(numbered(one, index)))),
  };
  return said(call, fields, REFUND_STATES[refunds[0]?.state ?? 'processing']);
}

/** Fields of V2 are numbered. */
function numbered(of: Refund, index: number): V2Fields {
  const isDone = of.state === 'success' && of.endedAt !== null;
  return {
    [`out_refund_no_${index}`]: of.requestNo,
    [`refund_id_${index}`]: of.providerNo,
    [`refund_channel_${index}`]: 'ORIGINAL',
    [`refund_fee_${index}`]: String(of.amount),
    [`refund_status_${index}`]: REFUND_STATES[of.state],
    [`refund_recv_accout_${index}`]: '支付用户零钱',
    [`refund_success_time_${index}`]: isDone ? beijingText(of.endedAt) : undefined,
  };
}

function refundsOf(wechat: Wechat, call: V2Call): readonly Refund[] {
  const { account, fields } = call;
  const { store } = wechat.world.bank;
  const requestNo = fields.get('out_refund_no') ?? '';
  const refundId = fields.get('refund_id') ?? '';
  if (refundId !== '') {
    const found = [...store.refunds.values()].find(
      (one) => one.account === account.mchid && one.providerNo === refundId,
    );
    return found === undefined ? [] : [found];
  }
  if (requestNo !== '') {
    const found = wechat.world.bank.refund(account.mchid, requestNo);
    return found === undefined ? [] : [found];
  }
  const order = orderOf(wechat, call);
  return order === undefined ? [] : store.refundsOf(order);
}

function orderOfFirst({ world }: Wechat, [first]: readonly Refund[]): Order | undefined {
  return first && world.bank.order(first.account, first.outTradeNo);
}

import { decidePayment } from '@payserver/provider-stub/bank/payments';
import type { Order } from '@payserver/provider-stub/bank/types';
import { stays } from '@payserver/provider-stub/behaviour/choose';
import type { Behaviour } from '@payserver/provider-stub/behaviour/table';
import { beijingDigits } from '@payserver/provider-stub/clock';
import type { Answer } from '@payserver/provider-stub/http/types';
import { fingerprint } from '@payserver/provider-stub/random';
import {
  PARAM_ERROR,
  payRefusal,
  type Refusal,
  setUpRefusal,
  TRADE_STATES,
  usedNumber,
} from '../codes.ts';
import { AUTH_CODE, type Wechat } from '../shop.ts';
import { refused, signed, transportFail, type V2Call, type V2Fields } from './answers.ts';

/** An answer, and what it is in a word. */
export interface Said {
  readonly answer: Answer;
  readonly verdict: string;
}

/** Refuses, signed. */
export function refuse(call: V2Call, refusal: Refusal, more: V2Fields = {}): Said {
  return { answer: refused(call, refusal, more), verdict: refusal.v2 };
}

/** POST /pay/micropay: takes the money, once for each number. */
export function micropay(wechat: Wechat, call: V2Call): Said {
  const { world } = wechat;
  const { account, fields, behaviours } = call;
  const field = (name: string) => fields.get(name) ?? '';
  if (!AUTH_CODE.test(field('auth_code'))) {
    return refuse(call, { ...PARAM_ERROR, v2: 'AUTH_CODE_ERROR' });
  }
  const outTradeNo = field('out_trade_no');
  const same = fingerprint(...['total_fee', 'body', 'attach', 'auth_code'].map(field));
  const known = world.bank.order(account.mchid, outTradeNo);
  if (known !== undefined) {
    const isSame = known.fingerprint === same;
    return refuse(call, usedNumber(world.views.see(known), isSame));
  }
  const make = () =>
    world.bank.create({
      ...{ account: account.mchid, outTradeNo, kind: 'barcode', fingerprint: same },
      ...{ amount: Number(field('total_fee')), subject: field('body'), notifyUrl: null },
      echo: { attach: field('attach') },
      behaviours: stays(behaviours),
    });
  const { passwordAbove } = world.options();
  const { answer, order } = decidePayment({ ...world, passwordAbove }, make, behaviours);
  if (answer.says !== 'paid' || order === null) return refuse(call, payRefusal(answer));
  return { answer: signed(call, paidFields(order)), verdict: 'SUCCESS' };
}

/** A set-up fault; of a signature: without one. */
export function refuseSetUp(call: V2Call, fault: Behaviour): Said {
  const refusal = setUpRefusal(fault);
  return typeof refusal === 'string'
    ? { answer: transportFail(refusal === '' ? '签名错误' : refusal), verdict: 'SIGN' }
    : refuse(call, refusal);
}

function paidFields(order: Order): V2Fields {
  const fee = String(order.amount);
  return {
    ...{ openid: order.buyer, is_subscribe: 'N', bank_type: 'OTHERS' },
    trade_type: order.kind === 'barcode' ? 'MICROPAY' : 'NATIVE',
    ...{ total_fee: fee, fee_type: 'CNY', cash_fee: fee, cash_fee_type: 'CNY' },
    ...{ transaction_id: order.providerNo, out_trade_no: order.outTradeNo },
    attach: order.echo['attach'] || undefined,
    time_end: beijingDigits(order.paidAt ?? order.createdAt),
  };
}

/** POST /pay/orderquery: what became of an order. */
export function stateFields(order: Order, seen: keyof typeof TRADE_STATES): V2Fields {
  const [state, text] = TRADE_STATES[seen];
  const isPaid = seen === 'paid' || seen === 'refunded';
  const number = { out_trade_no: order.outTradeNo, attach: order.echo['attach'] || undefined };
  return {
    ...(isPaid ? paidFields(order) : { ...number, total_fee: String(order.amount) }),
    ...{ trade_state: state, trade_state_desc: text },
  };
}

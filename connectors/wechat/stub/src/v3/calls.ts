import type { RefundAnswer } from '@payserver/provider-stub/bank/refunds';
import type { Order } from '@payserver/provider-stub/bank/types';
import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';
import {
  NO_BALANCE,
  NO_ORDER,
  NO_REFUND,
  PARAM_ERROR,
  type Refusal,
  refundRefusal,
  SYSTEM_ERROR,
  USERPAYING,
  usedNumber,
} from '../codes.ts';
import { remarkEarlyReverse, type Wechat } from '../shop.ts';
import { refuse, type Said, signed, type V3Call } from './answers.ts';
import { orderJson, refundJson, sellerOf } from './view.ts';

/** Carries out a call; `number` is the one in its path. */
export type Operate = (wechat: Wechat, call: V3Call, number: string) => Said;

const orderOf = ({ world }: Wechat, { account }: V3Call, number: string) =>
  world.bank.order(account.mchid, number);

/** GET …/out-trade-no/{number} */
export const query: Operate = (wechat, call, number) =>
  show(wechat, call, orderOf(wechat, call, number));

/** GET …/id/{number} */
export const queryById: Operate = (wechat, call, number) => {
  const order = wechat.world.bank.store.findByProviderNo(number);
  const isOwn = order?.account === call.account.mchid;
  return show(wechat, call, isOwn ? order : undefined);
};

function show(wechat: Wechat, call: V3Call, order: Order | undefined): Said {
  const seen = wechat.world.views.see(order);
  if (order === undefined || seen === 'none') return refuse(call, NO_ORDER);
  const body = orderJson(call.account, order, seen);
  const verdict = String(body['trade_state']);
  return { answer: signed(call, { body }), verdict };
}

const TOO_LATE = { ...NO_ORDER, status: 400, v3: 'INVALID_REQUEST', text: '订单已超过可撤销期限' };

/** POST …/out-trade-no/{number}/reverse */
export const reverse: Operate = (wechat, call, number) => {
  const order = orderOf(wechat, call, number);
  remarkEarlyReverse(wechat.world, order);
  const { says, isLost } = wechat.reversals.reverse(order, call.behaviours);
  const refusals = {
    ...{ again: SYSTEM_ERROR, paying: USERPAYING, late: TOO_LATE, noBalance: NO_BALANCE },
  };
  if (says !== 'done') return { ...refuse(call, refusals[says]), isLost };
  const body = { out_trade_no: number, ...sellerOf(call.account) };
  return { answer: signed(call, { body }), verdict: 'SUCCESS', isLost };
};

const USE_REVERSE = {
  ...{ ...PARAM_ERROR, v3: 'INVALID_REQUEST', text: '当前订单不支持关闭，请使用撤销接口' },
  inner: '268449641',
};

/** POST …/out-trade-no/{number}/close: 204; again as often as wanted. */
export const close: Operate = (wechat, call, number) => {
  const order = orderOf(wechat, call, number);
  if (order === undefined) return refuse(call, NO_ORDER);
  if (order.kind === 'barcode') return refuse(call, USE_REVERSE);
  const refusal = order.state === 'waiting' ? closeWaiting(wechat, order) : null;
  if (refusal !== null) return refuse(call, refusal);
  if (order.state === 'paid') return refuse(call, usedNumber(wechat.world.views.see(order), false));
  return { answer: signed(call, {}), verdict: 'SUCCESS' };
};

/** Closes it, unless the customer has it on the phone, or pays before. */
function closeWaiting(wechat: Wechat, order: Order): Refusal | null {
  const { bank } = wechat.world;
  const late = ofGroup(order.behaviours, 9);
  if (late?.variant === 0) {
    bank.pay(order);
    return usedNumber('paid', false);
  }
  if (order.isWithPayer && late === undefined) return USERPAYING;
  endLate(wechat, bank.end(order, 'closed'), late);
  return null;
}

/** Group 9: a payment that the close did not stop. */
function endLate({ world: { bank, clock } }: Wechat, order: Order, late?: Behaviour): void {
  if (late?.variant === 1) bank.pay(order);
  if (late?.variant === 2) {
    bank.change(order, { payAt: clock.now() + late.param * 1_000, isForced: true });
  }
}

interface RefundBody {
  readonly transaction_id?: string;
  readonly out_trade_no?: string;
  readonly out_refund_no: string;
  readonly notify_url?: string;
  readonly amount: { readonly refund: number; readonly total: number };
}

/** The payment of a refund; `transaction_id` wins. */
export function paymentOf(wechat: Wechat, call: V3Call): Order | undefined {
  const body = call.body as unknown as RefundBody;
  if (body.transaction_id === undefined) return orderOf(wechat, call, body.out_trade_no ?? '');
  const order = wechat.world.bank.store.findByProviderNo(body.transaction_id);
  return order?.account === call.account.mchid ? order : undefined;
}

/** POST /v3/refund/domestic/refunds */
export const refund: Operate = (wechat, call) => {
  const body = call.body as unknown as RefundBody;
  const order = paymentOf(wechat, call);
  if (order === undefined) return refuse(call, NO_REFUND);
  if (body.amount.total !== order.amount) {
    return refuse(call, refundRefusal('mismatch'));
  }
  const answer = wechat.refunds.refund(order, {
    ...{ requestNo: body.out_refund_no, amount: body.amount.refund },
    ...{ notifyUrl: body.notify_url ?? null, behaviours: call.behaviours },
  });
  if (answer.says !== 'accepted' && answer.says !== 'repeated') {
    return refuse(call, refundRefusal(answer.says));
  }
  const json = refundJson(order, answer.refund);
  const said = signed(call, { body: json });
  return { answer: said, verdict: String(json['status']), isLost: isAnswerLost(answer) };
};

function isAnswerLost(answer: RefundAnswer): boolean {
  return answer.says === 'accepted' && answer.because?.variant === 4;
}

/** GET /v3/refund/domestic/refunds/{number} */
export const refundQuery: Operate = (wechat, call, number) => {
  const { bank } = wechat.world;
  const found = bank.refund(call.account.mchid, number);
  const order = found && bank.order(found.account, found.outTradeNo);
  if (found === undefined || order === undefined) {
    return refuse(call, NO_REFUND);
  }
  const body = refundJson(order, found);
  return {
    answer: signed(call, { body }),
    verdict: String(body['status']),
  };
};

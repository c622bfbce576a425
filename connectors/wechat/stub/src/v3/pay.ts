import { decidePayment } from '@payserver/provider-stub/bank/payments';
import { stays } from '@payserver/provider-stub/behaviour/choose';
import type { Behaviour } from '@payserver/provider-stub/behaviour/table';
import { fingerprint } from '@payserver/provider-stub/random';
import { PARAM_ERROR, payRefusal, type Refusal, setUpRefusal, usedNumber } from '../codes.ts';
import { AUTH_CODE } from '../shop.ts';
import { refuse, type Said, signed, unsigned, type V3Call } from './answers.ts';
import type { Operate } from './calls.ts';
import { orderJson } from './view.ts';

/** The parts of an order's body that this file reads; the shape is checked. */
interface OrderBody {
  readonly description: string;
  readonly out_trade_no: string;
  readonly amount: { readonly total: number };
  readonly payer?: { readonly auth_code: string };
  readonly scene_info?: {
    readonly store_info?: { readonly id?: string; readonly out_id?: string };
  };
  readonly attach?: string;
  readonly notify_url?: string;
  readonly time_expire?: string;
}

/** POST …/codepay: takes the money, once for each number. */
export const codepay: Operate = (wechat, call) => {
  const { world } = wechat;
  const body = call.body as unknown as OrderBody;
  const wrong = wrongPayment(body);
  if (wrong !== null) return refuse(call, wrong);
  const same = fingerprint(JSON.stringify(call.body));
  const known = world.bank.order(call.account.mchid, body.out_trade_no);
  if (known !== undefined) {
    return refuse(call, usedNumber(world.views.see(known), known.fingerprint === same));
  }
  const make = () =>
    world.bank.create({ ...newOrder(call, body), ...{ kind: 'barcode', fingerprint: same } });
  const { passwordAbove } = world.options();
  const { answer, order } = decidePayment({ ...world, passwordAbove }, make, call.behaviours);
  const isShown = answer.says === 'paid' || answer.says === 'paying';
  if (order === null || !isShown) return refuse(call, payRefusal(answer));
  const status = answer.says === 'paid' ? 200 : 202;
  const json = orderJson(call.account, order, answer.says);
  return { answer: signed(call, { status, body: json }), verdict: String(json['trade_state']) };
};

const NO_STORE = { ...PARAM_ERROR, text: '门店信息必填 /scene_info/store_info/id' };

/** What the shape of a body does not say. */
function wrongPayment({ scene_info, payer }: OrderBody): Refusal | null {
  const { id, out_id } = scene_info?.store_info ?? {};
  if (id === undefined && out_id === undefined) return NO_STORE;
  const isCode = AUTH_CODE.test(payer?.auth_code ?? '');
  return isCode ? null : { ...PARAM_ERROR, v3: 'AUTH_CODE_ERROR' };
}

/** The parts that every order has. */
function newOrder({ account, behaviours }: V3Call, body: OrderBody) {
  return {
    ...{ account: account.mchid, outTradeNo: body.out_trade_no, amount: body.amount.total },
    ...{ subject: body.description, notifyUrl: body.notify_url ?? null },
    ...{ echo: { attach: body.attach ?? '' }, behaviours: stays(behaviours) },
  };
}

/** A set-up fault; of a signature: 401, unsigned. */
export function refuseSetUp(call: V3Call, fault: Behaviour): Said {
  const refusal = setUpRefusal(fault);
  return typeof refusal === 'string' ? unsigned(401, 'SIGN_ERROR', refusal) : refuse(call, refusal);
}

const CODE_MS = 2 * 3_600_000;
const MINUTE_MS = 60_000;

/** POST …/native: a code for the till to show. The same body again: another code, the old one dies. */
export const native: Operate = (wechat, call) => {
  const { bank, clock, views, settings } = wechat.world;
  const { mchid } = call.account;
  const body = call.body as unknown as OrderBody;
  const same = fingerprint(JSON.stringify(call.body));
  const known = bank.order(mchid, body.out_trade_no);
  const isAgain = known?.state === 'waiting' && known.fingerprint === same;
  if (known !== undefined && !isAgain) {
    return refuse(call, usedNumber(views.see(known), false));
  }
  const now = clock.now();
  const codeUrl = `weixin://wxpay/bizpayurl?pr=${fingerprint(settings.seed, mchid, body.out_trade_no, String(now)).slice(0, 11)}`;
  if (known !== undefined) bank.change(known, { codeUrl });
  else {
    bank.create({
      ...newOrder(call, body),
      ...{ kind: 'qr', fingerprint: same, codeUrl, expiresAt: expiryOf(body, now) },
    });
  }
  return { answer: signed(call, { body: { code_url: codeUrl } }), verdict: 'SUCCESS' };
};

/** A code is good for two hours; a wish of less than a minute is raised to one. */
function expiryOf({ time_expire }: OrderBody, now: number): number {
  const wanted = time_expire === undefined ? now + CODE_MS : Date.parse(time_expire);
  return Math.min(now + CODE_MS, Math.max(wanted, now + MINUTE_MS));
}

import type { NewOrder } from '@payserver/provider-stub/bank/bank';
import { decidePayment } from '@payserver/provider-stub/bank/payments';
import type { Order } from '@payserver/provider-stub/bank/types';
import { stays } from '@payserver/provider-stub/behaviour/choose';
import { beijingDigits, beijingText, fromBeijing } from '@payserver/provider-stub/clock';
import { digits, fingerprint } from '@payserver/provider-stub/random';
import { business, codeOf, payCode, SUCCESS } from '../codes.ts';
import { fenOf, yuan } from '../money.ts';
import { type Alipay, type Operate, orderOf, type Said, type Trade, textIn } from '../shop.ts';

/** A paying code of Alipay: 16 to 24 digits that begin with 25 to 30. */
const AUTH_CODE = /^(?:2[5-9]|30)\d{14,22}$/;
const invalid = (text: string): Said => ({ code: business('INVALID_PARAMETER', text) });
const INCONSISTENT: Said = { code: business('CONTEXT_INCONSISTENT', '交易信息被篡改') };
const MINUTE_MS = 60_000;
const TWO_HOURS_MS = 120 * MINUTE_MS;
const DEFAULT_EXPIRY_MS = 3 * MINUTE_MS;

/** alipay.trade.pay, bar_code: takes the money, once for each number; a repeat shows the state. */
export const pay: Operate = (alipay, trade) => {
  const { world } = alipay;
  const { account, behaviours } = trade;
  const wrong = wrongOrder(trade) ?? wrongBarcode(trade);
  if (wrong !== null) return invalid(wrong);
  const known = orderOf(alipay, trade);
  const same = fingerprintOf(trade);
  if (known !== undefined) {
    return known.fingerprint === same ? repeated(trade, known) : INCONSISTENT;
  }
  const outTradeNo = textIn(trade, 'out_trade_no');
  const expiresAt = expiryOf(trade, world.clock.now()) ?? world.clock.now() + DEFAULT_EXPIRY_MS;
  const make = () =>
    world.bank.create({
      ...newOrder(alipay, trade, outTradeNo),
      ...{ kind: 'barcode', fingerprint: same, expiresAt, closesItself: true },
      behaviours: stays(behaviours),
    });
  const { passwordAbove } = world.options();
  const { answer, order } = decidePayment({ ...world, passwordAbove }, make, behaviours);
  if (order === null) return { code: payCode(answer) };
  if (answer.says === 'paid') return { code: SUCCESS, fields: paidFields(account, order) };
  return { code: payCode(answer), fields: numbersOf(order) };
};

/** The same call again. */
function repeated({ account }: Trade, order: Order): Said {
  if (order.state === 'paid') return { code: SUCCESS, fields: paidFields(account, order) };
  if (order.state === 'waiting') return { code: codeOf('10003'), fields: numbersOf(order) };
  return { code: business('TRADE_HAS_CLOSE', '交易已经关闭') };
}

function fingerprintOf(trade: Trade): string {
  const names = ['total_amount', 'subject', 'auth_code', 'seller_id'];
  return fingerprint(...names.map((name) => textIn(trade, name)));
}

/** Fields that every order may have; a field that is missing is empty. */
const FIELDS: Readonly<Record<string, (text: string, trade: Trade) => boolean>> = {
  out_trade_no: (text) => /^\w{1,64}$/.test(text),
  total_amount: (text) => fenOf(text) !== null,
  subject: (text) => /^[^/=&]{1,256}$/.test(text),
  timeout_express: (text) => /^(?:[1-9]\d{0,4}[mhd]|1c)?$/.test(text),
  time_expire: (text) => text === '' || !Number.isNaN(fromBeijing(text)),
  seller_id: (text, { account }) => text === '' || text === account.sellerId,
};

/** What is wrong with the parts that every order has. */
function wrongOrder(trade: Trade): string | null {
  const wrong = Object.entries(FIELDS).find(
    ([name, isRight]) => !isRight(textIn(trade, name), trade),
  );
  return wrong?.[0] ?? null;
}

function wrongBarcode(trade: Trade): string | null {
  if (textIn(trade, 'scene') !== 'bar_code') return 'scene';
  if (!AUTH_CODE.test(textIn(trade, 'auth_code'))) return 'auth_code';
  const product = textIn(trade, 'product_code');
  return product === '' || product === 'FACE_TO_FACE_PAYMENT' ? null : 'product_code';
}

const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 1_440 * MINUTE_MS,
};

/** When nobody can pay any more, epoch ms; null: the call does not say. */
function expiryOf(trade: Trade, now: number): number | null {
  const expire = textIn(trade, 'time_expire');
  if (expire !== '') return fromBeijing(expire);
  const match = /^(\d+)([mhd])$/.exec(textIn(trade, 'timeout_express'));
  return match === null ? null : now + Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}

function newOrder(
  { world: { clock, settings } }: Alipay,
  trade: Trade,
  outTradeNo: string,
): Omit<NewOrder, 'kind' | 'fingerprint' | 'behaviours'> {
  const { seed } = settings;
  const { appId } = trade.account;
  const day = beijingDigits(clock.now()).slice(0, 8);
  return {
    ...{ account: appId, outTradeNo, amount: fenOf(trade.biz['total_amount']) ?? 0 },
    providerNo: `${day}2200${digits(16, seed, appId, outTradeNo)}`,
    buyer: `2088${digits(12, seed, 'buyer', outTradeNo)}`,
    subject: textIn(trade, 'subject'),
    notifyUrl: trade.parameters.get('notify_url') ?? null,
    echo: {
      passback_params: textIn(trade, 'passback_params'),
      store_id: textIn(trade, 'store_id'),
    },
  };
}

/** The numbers that most answers have. */
export function numbersOf({ outTradeNo, providerNo }: Order) {
  return { trade_no: providerNo, out_trade_no: outTradeNo };
}

/** Who paid how much; `sign` inside a name is legal. */
export function paidFields({ sellerId }: Trade['account'], order: Order) {
  const amount = yuan(order.amount);
  return {
    ...numbersOf(order),
    ...{ buyer_logon_id: '159****5620', buyer_user_id: order.buyer, buyer_open_id: order.buyer },
    ...{ total_amount: amount, receipt_amount: amount, buyer_pay_amount: amount },
    ...{ point_amount: '0.00', invoice_amount: amount, seller_id: sellerId },
    gmt_payment: beijingText(order.paidAt ?? order.createdAt),
    fund_bill_list: [{ fund_channel: 'ALIPAYACCOUNT', amount }],
    store_name: '一号店 "sign":"no" https://shop.example/1',
  };
}

/** alipay.trade.precreate: a code for the till to show. No trade exists before a phone scans it. */
export const precreate: Operate = (alipay, trade) => {
  const wrong = wrongOrder(trade);
  if (wrong !== null) return invalid(wrong);
  const outTradeNo = textIn(trade, 'out_trade_no');
  const known = alipay.world.bank.order(trade.account.appId, outTradeNo);
  if (known?.state === 'paid') return { code: business('TRADE_HAS_SUCCESS', '交易已被支付') };
  const isAgain = known?.state === 'waiting' && known.fingerprint === fingerprintOf(trade);
  if (known !== undefined && !isAgain) return INCONSISTENT;
  const qr_code = known?.codeUrl ?? showCode(alipay, trade, outTradeNo);
  return { code: SUCCESS, fields: { out_trade_no: outTradeNo, qr_code } };
};

function showCode(alipay: Alipay, trade: Trade, outTradeNo: string): string {
  const { bank, clock, settings } = alipay.world;
  const now = clock.now();
  const word = fingerprint(settings.seed, trade.account.appId, outTradeNo).slice(0, 12);
  const codeUrl = `https://qr.alipay.com/bax0${word}`;
  bank.create({
    ...newOrder(alipay, trade, outTradeNo),
    ...{ kind: 'qr', fingerprint: fingerprintOf(trade), codeUrl, exists: false },
    expiresAt: Math.min(expiryOf(trade, now) ?? Number.POSITIVE_INFINITY, now + TWO_HOURS_MS),
    behaviours: stays(trade.behaviours),
  });
  return codeUrl;
}

import type {
  Account,
  BarcodeOrder,
  NativeOrder,
  RefundOrder,
  Stamp,
  V3Keys,
  WireRequest,
} from './account.ts';
import { authorizationOf } from './sign-v3.ts';
import { cutBytes } from './text-bytes.ts';
import { v3Time } from './time.ts';
import { USER_AGENT } from './v2.ts';

/** Requests of V3 (research A6, A7, B5, B6). Pure. */
export const v3 = { codepay, query, reverse, native, close, refund, refundQuery, bill, download };

const MAX_DESCRIPTION_BYTES = 127;
const LOCAL = '127.0.0.1';

/** @throws {Error} this merchant has no keys for V3 */
export function v3KeysOf({ v3: keys }: Account): V3Keys {
  if (keys === null) throw new Error('this merchant has no keys for V3');
  return keys;
}

/** A service provider's calls name both, and have paths of their own. */
function ids({ appid, mchid, sub }: Account) {
  if (sub === null) return { appid, mchid };
  const subAppid = sub.appid === null ? {} : { sub_appid: sub.appid };
  return { sp_appid: appid, sp_mchid: mchid, ...subAppid, sub_mchid: sub.mchid };
}

/** The same without app ids, where only merchants are named. */
export function mchids({ mchid, sub }: Account): Readonly<Record<string, string>> {
  return sub === null ? { mchid } : { sp_mchid: mchid, sub_mchid: sub.mchid };
}

function base({ sub }: Account): string {
  return sub === null ? '/v3/pay/transactions' : '/v3/pay/partner/transactions';
}

function codepay(account: Account, order: BarcodeOrder, stamp: Stamp): WireRequest {
  const json = {
    ...ids(account),
    description: cutBytes(account.displayName, MAX_DESCRIPTION_BYTES),
    out_trade_no: order.tractionNo,
    payer: { auth_code: order.authCode },
    amount: { total: order.amount, currency: 'CNY' },
    scene_info: {
      ...(order.deviceId !== null && { device_id: cutBytes(order.deviceId, 32) }),
      device_ip: order.deviceIp === '' ? LOCAL : order.deviceIp,
      store_info: { out_id: account.storeId },
    },
  };
  return { ...post(account, { path: `${base(account)}/codepay`, json, stamp }), isOnce: true };
}

function native(account: Account, order: NativeOrder, stamp: Stamp): WireRequest {
  const json = {
    ...ids(account),
    description: cutBytes(account.displayName, MAX_DESCRIPTION_BYTES),
    out_trade_no: order.tractionNo,
    time_expire: v3Time(order.expiresAt),
    notify_url: order.notifyUrl,
    amount: { total: order.amount, currency: 'CNY' },
    scene_info: { payer_client_ip: order.clientIp === '' ? LOCAL : order.clientIp },
  };
  return { ...post(account, { path: `${base(account)}/native`, json, stamp }), isOnce: true };
}

const orderPath = (account: Account, tractionNo: string) =>
  `${base(account)}/out-trade-no/${encodeURIComponent(tractionNo)}`;

function query(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  const who = new URLSearchParams(mchids(account));
  return get(account, `${orderPath(account, tractionNo)}?${who.toString()}`, stamp);
}

function reverse(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  const path = `${orderPath(account, tractionNo)}/reverse`;
  return post(account, { path, json: ids(account), stamp });
}

function close(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  const path = `${orderPath(account, tractionNo)}/close`;
  return post(account, { path, json: mchids(account), stamp });
}

function refund(account: Account, order: RefundOrder, stamp: Stamp): WireRequest {
  const json = {
    ...subMchid(account),
    out_trade_no: order.payTractionNo,
    out_refund_no: order.tractionNo,
    ...(order.notifyUrl !== null && { notify_url: order.notifyUrl }),
    amount: { refund: order.amount, total: order.payAmount, currency: 'CNY' },
  };
  return { ...post(account, { path: REFUNDS, json, stamp }), isOnce: true };
}

const REFUNDS = '/v3/refund/domestic/refunds';

function subMchid({ sub }: Account): Readonly<Record<string, string>> {
  return sub === null ? {} : { sub_mchid: sub.mchid };
}

function refundQuery(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  const who = new URLSearchParams(subMchid(account)).toString();
  const path = `${REFUNDS}/${encodeURIComponent(tractionNo)}`;
  return get(account, who === '' ? path : `${path}?${who}`, stamp);
}

/** @param day YYYY-MM-DD in Beijing */
function bill(account: Account, day: string, stamp: Stamp): WireRequest {
  const what = new URLSearchParams({ bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' });
  return get(account, `/v3/bill/tradebill?${what.toString()}`, stamp);
}

/** The file that `bill` named. @param path of its URL, with the query */
function download(account: Account, path: string, stamp: Stamp): WireRequest {
  return get(account, path, stamp);
}

interface Posting {
  readonly path: string;
  readonly json: object;
  readonly stamp: Stamp;
}

function post(account: Account, { path, json, stamp }: Posting): WireRequest {
  return requestOf(
    account,
    { method: 'POST', path, body: Buffer.from(JSON.stringify(json)) },
    stamp,
  );
}

function get(account: Account, path: string, stamp: Stamp): WireRequest {
  return requestOf(account, { method: 'GET', path, body: Buffer.alloc(0) }, stamp);
}

function requestOf(
  account: Account,
  signed: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body: Buffer },
  stamp: Stamp,
): WireRequest {
  const keys = v3KeysOf(account);
  const [platformKey] = keys.platformKeys.keys();
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    // The answer is then signed with a key that is known here.
    ...(platformKey !== undefined && { 'wechatpay-serial': platformKey }),
    authorization: authorizationOf(signed, stamp, { mchid: account.mchid, keys }),
  };
  return { ...signed, headers, isMutual: false, isOnce: false };
}

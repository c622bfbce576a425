import type { Account, BarcodeOrder, RefundOrder, Stamp, V2Keys, WireRequest } from './account.ts';
import { signV2 } from './sign-v2.ts';
import { cutBytes } from './text-bytes.ts';
import { type Fields, writeXml } from './xml.ts';

/** Requests of V2 (research A2): XML over POST, signed with the APIv2 key. Pure. */
export const v2 = { micropay, query, reverse, refund, refundQuery, bill };

const MAX_BODY_BYTES = 127;
const LOCAL = '127.0.0.1';

/** @throws {Error} this merchant has no APIv2 key */
export function v2KeysOf({ v2: keys }: Account): V2Keys {
  if (keys === null) throw new Error('this merchant has no APIv2 key');
  return keys;
}

function micropay(account: Account, order: BarcodeOrder, stamp: Stamp): WireRequest {
  const { storeId, storeName, displayName } = account;
  const store = { id: storeId, name: storeName };
  const fields = {
    ...(order.deviceId !== null && { device_info: cutBytes(order.deviceId, 32) }),
    body: cutBytes(displayName, MAX_BODY_BYTES),
    out_trade_no: order.tractionNo,
    total_fee: String(order.amount),
    spbill_create_ip: order.deviceIp === '' ? LOCAL : order.deviceIp,
    auth_code: order.authCode,
    ...(storeId !== '' && { scene_info: JSON.stringify({ store_info: store }) }),
  };
  return { ...requestOf(account, fields, { path: '/pay/micropay', stamp }), isOnce: true };
}

function query(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  return requestOf(account, { out_trade_no: tractionNo }, { path: '/pay/orderquery', stamp });
}

function reverse(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  const way = { path: '/secapi/pay/reverse', stamp };
  return { ...requestOf(account, { out_trade_no: tractionNo }, way), isMutual: true };
}

function refund(account: Account, order: RefundOrder, stamp: Stamp): WireRequest {
  const fields = {
    out_trade_no: order.payTractionNo,
    out_refund_no: order.tractionNo,
    total_fee: String(order.payAmount),
    refund_fee: String(order.amount),
    ...(order.notifyUrl !== null && { notify_url: order.notifyUrl }),
  };
  const request = requestOf(account, fields, { path: '/secapi/pay/refund', stamp });
  return { ...request, isMutual: true, isOnce: true };
}

function refundQuery(account: Account, tractionNo: string, stamp: Stamp): WireRequest {
  return requestOf(account, { out_refund_no: tractionNo }, { path: '/pay/refundquery', stamp });
}

/** @param day yyyyMMdd in Beijing */
function bill(account: Account, day: string, stamp: Stamp): WireRequest {
  const fields = { bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' };
  return requestOf(account, fields, { path: '/pay/downloadbill', stamp });
}

interface Way {
  readonly path: string;
  readonly stamp: Stamp;
}

function requestOf(account: Account, own: Fields, { path, stamp }: Way): WireRequest {
  const keys = v2KeysOf(account);
  const { appid, mchid, sub } = account;
  const fields: Fields = {
    appid,
    mch_id: mchid,
    ...(sub !== null && { sub_mch_id: sub.mchid }),
    ...(sub !== null && sub.appid !== null && { sub_appid: sub.appid }),
    nonce_str: stamp.nonce,
    // Of MD5, the default, nothing is said; otherwise it is signed as any field.
    ...(keys.signType !== 'MD5' && { sign_type: keys.signType }),
    ...own,
  };
  const body = Buffer.from(writeXml({ ...fields, sign: signV2(fields, keys) }));
  const headers = { 'content-type': 'text/xml; charset=utf-8', 'user-agent': USER_AGENT };
  return { method: 'POST', path, headers, body, isMutual: false, isOnce: false };
}

export const USER_AGENT = 'PayServer-WeChat/0.1 (Node.js)';

import { beijingTime } from './beijing-time.ts';
import type { AlipayKeys } from './keys.ts';
import { type Params, signRsa2, signText } from './sign.ts';

/** Who asks Alipay, and where. */
export interface AlipayApp {
  readonly appId: string;
  readonly keys: AlipayKeys;
  /** a service provider's leave to act for the merchant; null: the app is the merchant's own */
  readonly appAuthToken: string | null;
  /** URL of the gateway, without a query */
  readonly gateway: string;
}

/** The calls that this driver makes (research C2 to C8). */
export type Method =
  | 'alipay.trade.pay'
  | 'alipay.trade.precreate'
  | 'alipay.trade.query'
  | 'alipay.trade.cancel'
  | 'alipay.trade.close'
  | 'alipay.trade.refund'
  | 'alipay.trade.fastpay.refund.query'
  | 'alipay.data.dataservice.bill.downloadurl.query';

/** One call before it is signed. */
export interface ApiCall {
  readonly method: Method;
  /** `biz_content`; every value is text, what is undefined is left out */
  readonly content: Readonly<Record<string, string | undefined>>;
  /** where Alipay sends notices about this trade */
  readonly notifyUrl?: string | null;
}

/** Exactly what is to be sent. */
export interface HttpRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What differs between two requests of the same content. */
export interface Moment {
  readonly now: Date;
  /** 32 hex; Alipay logs it */
  readonly requestId: string;
}

/**
 * A signed request of the gateway protocol 1.0 (research C1): common parameters and `sign` in the query, `biz_content` in
 * the form of the body. What is signed are the values before they are URL-encoded.
 */
export function buildRequest(
  app: AlipayApp,
  call: ApiCall,
  { now, requestId }: Moment,
): HttpRequest {
  const biz = { biz_content: JSON.stringify(call.content) };
  const common = commonParams(app, call, now);
  const sign = signRsa2(signText({ ...common, ...biz }), app.keys.appKey);
  return {
    method: 'POST',
    url: `${app.gateway}?${new URLSearchParams({ ...common, sign }).toString()}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'payserver-alipay',
      'alipay-request-id': requestId,
    },
    body: Buffer.from(new URLSearchParams(biz).toString(), 'utf8'),
  };
}

function commonParams({ appId, keys, appAuthToken }: AlipayApp, call: ApiCall, now: Date): Params {
  const { sn } = keys;
  const { notifyUrl } = call;
  return {
    app_id: appId,
    method: call.method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijingTime(now),
    version: '1.0',
    ...(typeof notifyUrl === 'string' && { notify_url: notifyUrl }),
    ...(appAuthToken !== null && { app_auth_token: appAuthToken }),
    ...(sn !== null && { app_cert_sn: sn.app, alipay_root_cert_sn: sn.root }),
  };
}

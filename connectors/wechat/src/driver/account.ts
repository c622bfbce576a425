import type { KeyObject } from 'node:crypto';

/** A service provider's customer: who is paid. */
export interface SubMerchant {
  readonly mchid: string;
  readonly appid: string | null;
}

/** What V2 calls need (research section A2). */
export interface V2Keys {
  /** APIv2 key, 32 characters */
  readonly key: string;
  readonly signType: SignType;
}
export type SignType = 'MD5' | 'HMAC-SHA256';

/** What V3 calls need (research sections A7, B1, B2). */
export interface V3Keys {
  /** of the merchant */
  readonly privateKey: KeyObject;
  /** of the merchant's certificate, hex */
  readonly serial: string;
  /** WeChat's keys by the id that stands in `Wechatpay-Serial`; the first is asked for */
  readonly platformKeys: ReadonlyMap<string, KeyObject>;
  /** APIv3 keys of 32 bytes, for notices; the one before the last change may be among them */
  readonly apiKeys: readonly string[];
}

/** Whom the drivers speak for. With a service provider `appid` and `mchid` are the provider's. */
export interface Account {
  readonly appid: string;
  readonly mchid: string;
  readonly sub: SubMerchant | null;
  readonly v2: V2Keys | null;
  readonly v3: V3Keys | null;
  /** of the store, as WeChat's console or the merchant numbers it */
  readonly storeId: string;
  readonly storeName: string;
  /** what the customer's bill calls it */
  readonly displayName: string;
}

/** The request of one call, ready to be sent as it is. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** with its query, as it was signed */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** the client certificate must be shown (V2 /secapi) */
  readonly isMutual: boolean;
  /** a second sending may move money a second time: no connection is used that may be closing */
  readonly isOnce: boolean;
}

/** What came back: bytes as they came. */
export interface WireAnswer {
  readonly status: number;
  /** names in small letters */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a pure driver cannot know by itself. */
export interface Stamp {
  readonly now: Date;
  /** random, 32 letters and digits */
  readonly nonce: string;
}

/** The payment that an answer must be about. */
export interface Expected {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
}

/** A payment to be made from a customer's barcode. */
export interface BarcodeOrder extends Expected {
  readonly authCode: string;
  readonly deviceIp: string;
  readonly deviceId: string | null;
}

/** A payment for which the shop shows a code. */
export interface NativeOrder extends Expected {
  readonly expiresAt: Date;
  readonly notifyUrl: string;
  readonly clientIp: string;
}

/** Money that goes back. */
export interface RefundOrder {
  readonly tractionNo: string;
  readonly payTractionNo: string;
  /** fen */
  readonly amount: number;
  /** fen, of the whole payment */
  readonly payAmount: number;
  readonly notifyUrl: string | null;
}

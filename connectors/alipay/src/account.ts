import { subjectOf } from './driver/calls.ts';
import { type AlipayKeys, KeyError, readCertificates, readKeys } from './driver/keys.ts';
import type { AlipayApp } from './driver/request.ts';

/** A merchant's account at Alipay, as its file says. */
export interface AlipayAccount extends AlipayApp {
  /** partner id of the seller (2088…); '' is not compared */
  readonly sellerId: string;
  readonly storeId: string | null;
  /** the name that the customer sees */
  readonly subject: string;
  /** where Alipay posts notices; null: it posts none */
  readonly notifyUrl: string | null;
  /** where bills may be fetched */
  readonly billHosts: ReadonlySet<string>;
  /** an operator has stopped it */
  readonly isPaused: boolean;
}

/** What a merchant's file names by path. */
export interface AccountFiles {
  /** the text of a file, its path relative to the merchant's file */
  text(path: string, kind?: { readonly isPublic?: boolean }): string;
  /** What works and should be better all the same. */
  warn(text: string): void;
}

const PUBLIC = { isPublic: true };

/** A file that cannot be used; the message is one line for whoever wrote it. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

const GATEWAY = 'https://openapi.alipay.com/gateway.do';
const BILL_HOST = 'dwbillcenter.alipay.com';
const KNOWN: ReadonlySet<string> = new Set([
  'appId',
  'appKey',
  'alipayPublicKey',
  'certificates',
  'sellerId',
  'appAuthToken',
  'storeId',
  'displayName',
  'gateway',
  'notifyUrl',
  'paused',
]);

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a merchant's file (research L). Keys are named by path.
 *
 * @throws {AccountError}
 */
export function readAccount(json: Json, files: AccountFiles): AlipayAccount {
  const strange = Object.keys(json).find((name) => !KNOWN.has(name));
  if (strange !== undefined) throw new AccountError(`there is no setting ${strange}`);
  const gateway = urlOf(json, 'gateway') ?? GATEWAY;
  const subject = subjectOf(needed(json, 'displayName', /\S/));
  if (subject === '') throw new AccountError('displayName has nothing that can be shown');
  return {
    appId: needed(json, 'appId', /^\d{10,32}$/),
    keys: lasting(keysOf(json, files), files),
    appAuthToken: text(json, 'appAuthToken', /^\S{1,40}$/),
    gateway,
    sellerId: needed(json, 'sellerId', /^2088\d{12}$/),
    storeId: text(json, 'storeId', /^.{1,32}$/),
    subject,
    notifyUrl: urlOf(json, 'notifyUrl'),
    billHosts: new Set(gateway === GATEWAY ? [BILL_HOST] : [BILL_HOST, new URL(gateway).host]),
    isPaused: json['paused'] === true,
  };
}

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

/** Certificates that have ended sign nothing that Alipay believes. */
function lasting(keys: AlipayKeys, files: AccountFiles): AlipayKeys {
  if (keys.validTo === null) return keys;
  const days = Math.floor((keys.validTo.getTime() - Date.now()) / DAY_MS);
  if (days < 0) throw new AccountError('a certificate has ended');
  if (days <= WARN_DAYS) files.warn(`a certificate ends in ${days} days: renew it`);
  return keys;
}

function keysOf(json: Json, files: AccountFiles): AlipayKeys {
  const appKey = files.text(needed(json, 'appKey', /\S/));
  const { alipayPublicKey, certificates } = json;
  if ((alipayPublicKey === undefined) === (certificates === undefined)) {
    throw new AccountError('name alipayPublicKey or certificates, one of them');
  }
  try {
    if (certificates === undefined) {
      return readKeys(appKey, files.text(needed(json, 'alipayPublicKey', /\S/), PUBLIC));
    }
    if (typeof certificates !== 'object' || certificates === null) {
      throw new AccountError('certificates must be {app, alipay, root}');
    }
    const textOf = (name: string) => files.text(needed({ ...certificates }, name, /\S/), PUBLIC);
    return readCertificates(appKey, {
      app: textOf('app'),
      alipay: textOf('alipay'),
      root: textOf('root'),
    });
  } catch (error) {
    if (error instanceof KeyError) throw new AccountError(error.message);
    throw error;
  }
}

function text(json: Json, name: string, pattern: RegExp): string | null {
  const value = json[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new AccountError(`${name} must match ${pattern.source}`);
}

function needed(json: Json, name: string, pattern: RegExp): string {
  const value = text(json, name, pattern);
  if (value === null) throw new AccountError(`${name} is missing`);
  return value;
}

/** https, or a program on this machine. */
function urlOf(json: Json, name: string): string | null {
  const value = text(json, name, /^https?:\/\/\S+$/);
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  const isLocal = url !== null && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !isLocal) || url.search !== '') {
    throw new AccountError(`${name} must be an https URL without a query`);
  }
  return value;
}

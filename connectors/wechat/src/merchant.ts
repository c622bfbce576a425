import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { MerchantFiles } from '@payserver/connector-kit/merchant-files';
import { StartError } from '@payserver/shared/runtime/start-error';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Account, SignType, SubMerchant, V2Keys, V3Keys } from './driver/account.ts';

const Text = Type.String({ minLength: 1, maxLength: 512 });
const Id = Type.String({ pattern: '^[0-9A-Za-z_-]{1,64}$' });

/** What stands in `<merchantUUID>.json` (docs/wechat.md). Paths are relative to it. */
const MerchantFile = Type.Object(
  {
    api: Type.Union([Type.Literal('v2'), Type.Literal('v3')]),
    appid: Id,
    mchid: Id,
    spMode: Type.Optional(
      Type.Object(
        { spAppid: Id, spMchid: Id, subAppid: Type.Optional(Id), subMchid: Id },
        { additionalProperties: false },
      ),
    ),
    apiV2Key: Type.Optional(Type.String({ minLength: 32, maxLength: 32 })),
    signType: Type.Optional(Type.Union([Type.Literal('MD5'), Type.Literal('HMAC-SHA256')])),
    merchantKey: Type.Optional(Text),
    merchantCert: Type.Optional(Text),
    serial: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f]{8,64}$' })),
    apiV3Key: Type.Optional(Text),
    apiV3KeyOld: Type.Optional(Text),
    platformKeys: Type.Optional(
      Type.Array(Type.Object({ id: Text, path: Text }, { additionalProperties: false }), {
        maxItems: 20,
      }),
    ),
    storeId: Type.Optional(Type.String({ maxLength: 32 })),
    storeName: Type.Optional(Type.String({ maxLength: 256 })),
    displayName: Text,
    baseUrl: Type.Optional(Type.String({ pattern: '^https?://[^?#]+$' })),
    secondUrl: Type.Optional(Type.String({ pattern: '^https?://[^?#]+$' })),
    notifyUrl: Type.Optional(Type.String({ pattern: '^https?://[^?#]+$' })),
    caCert: Type.Optional(Text),
    paused: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
type MerchantFile = Static<typeof MerchantFile>;

/** One merchant: whom the drivers speak for, and how WeChat is reached. */
export interface Merchant {
  readonly api: 'v2' | 'v3';
  readonly account: Account;
  /** tried in this order */
  readonly baseUrls: readonly string[];
  /** PEM; null: V2 reverses and refunds cannot be made */
  readonly client: { readonly key: string; readonly certificate: string } | null;
  /** PEM of an authority to trust instead of those of the system; null: the system's */
  readonly authority: string | null;
  /** where notices are to arrive, without the path of a merchant; null: none do */
  readonly notifyUrl: string | null;
  readonly isPaused: boolean;
}

const BASE = 'https://api.mch.weixin.qq.com';
const SECOND = 'https://api2.mch.weixin.qq.com';

/**
 * The merchant in a file, after every check that needs no network: fields, keys that belong together, lengths, dates.
 *
 * @throws {StartError} what is wrong, in plain words, without a key
 */
export function readMerchant(
  json: Readonly<Record<string, unknown>>,
  files: MerchantFiles,
): Merchant {
  const file = checked(json);
  const client = clientOf(file, files);
  const keys = { v2: v2Of(file, client !== null), v3: v3Of(file, files, client) };
  assertComplete(file, keys);
  return {
    api: file.api,
    account: { ...whoOf(file), ...keys },
    baseUrls: urlsOf(file),
    client,
    authority: file.caCert === undefined ? null : files.text(file.caCert, { isPublic: true }),
    notifyUrl: file.notifyUrl?.replace(/\/+$/, '') ?? null,
    isPaused: file.paused ?? false,
  };
}

function assertComplete({ api, storeId = '' }: MerchantFile, { v2, v3 }: Keys): void {
  if (api === 'v2' && v2 === null) throw new StartError('api is v2: apiV2Key is needed');
  if (api === 'v2') return;
  if (v3 === null) {
    throw new StartError('api is v3: merchantKey, apiV3Key and platformKeys are needed');
  }
  if (storeId === '') throw new StartError('api is v3: storeId is needed');
}

type Keys = Pick<Account, 'v2' | 'v3'>;

/** Whose calls they are: with a service provider its own ids, and those of the shop below. */
function whoOf(file: MerchantFile): Omit<Account, keyof Keys> {
  const { spMode, displayName, storeId = '', storeName = '' } = file;
  const shown = { displayName, storeId, storeName };
  if (spMode === undefined) return { ...shown, appid: file.appid, mchid: file.mchid, sub: null };
  const sub: SubMerchant = { mchid: spMode.subMchid, appid: spMode.subAppid ?? null };
  return { ...shown, appid: spMode.spAppid, mchid: spMode.spMchid, sub };
}

function checked(json: Readonly<Record<string, unknown>>): MerchantFile {
  if (Value.Check(MerchantFile, json)) return json;
  const [first] = Value.Errors(MerchantFile, json);
  const where = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  throw new StartError(`${where === '' ? 'the file' : where} ${first?.message ?? 'is wrong'}`);
}

/** Who names one address gets no other: a stub must never lead to WeChat. */
function urlsOf({ baseUrl, secondUrl }: MerchantFile): string[] {
  if (baseUrl === undefined) return [BASE, secondUrl ?? SECOND];
  return secondUrl === undefined ? [baseUrl] : [baseUrl, secondUrl];
}

function v2Of({ apiV2Key, signType = 'HMAC-SHA256', api }: MerchantFile, hasClient: boolean) {
  if (apiV2Key === undefined) return null;
  if (api === 'v2' && !hasClient) {
    throw new StartError(
      'api is v2: merchantKey and merchantCert are needed to reverse and refund',
    );
  }
  const keys: V2Keys = { key: apiV2Key, signType: signType satisfies SignType };
  return keys;
}

interface Client {
  readonly key: string;
  readonly certificate: string;
  readonly serial: string;
}

function clientOf(file: MerchantFile, files: MerchantFiles): Client | null {
  const { merchantKey, merchantCert } = file;
  if (merchantKey === undefined || merchantCert === undefined) return null;
  const key = files.text(merchantKey);
  const certificate = files.text(merchantCert, { isPublic: true });
  const parsed = attempt(`merchantCert ${merchantCert}`, () => new X509Certificate(certificate));
  if (!parsed.checkPrivateKey(privateKeyOf(merchantKey, key))) {
    throw new StartError('merchantKey and merchantCert do not belong together');
  }
  warnOfEnd(parsed, files);
  if (file.serial !== undefined && file.serial.toUpperCase() !== parsed.serialNumber) {
    throw new StartError(`serial is not that of merchantCert, which is ${parsed.serialNumber}`);
  }
  return { key, certificate, serial: parsed.serialNumber };
}

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

function warnOfEnd({ validTo }: X509Certificate, files: MerchantFiles): void {
  const days = Math.floor((Date.parse(validTo) - Date.now()) / DAY_MS);
  if (days < 0) throw new StartError(`merchantCert ended on ${validTo}`);
  if (days < WARN_DAYS) files.warn(`merchantCert ends in ${days} days: apply for another one`);
}

function v3Of(file: MerchantFile, files: MerchantFiles, client: Client | null): V3Keys | null {
  const { merchantKey, apiV3Key, apiV3KeyOld, platformKeys = [] } = file;
  const serial = file.serial ?? client?.serial;
  if (merchantKey === undefined || apiV3Key === undefined || platformKeys.length === 0) return null;
  if (serial === undefined) throw new StartError('serial, or merchantCert, is needed for V3');
  const apiKeys = [apiV3Key, ...(apiV3KeyOld === undefined ? [] : [apiV3KeyOld])];
  if (apiKeys.some((key) => Buffer.byteLength(key) !== 32)) {
    throw new StartError('apiV3Key must be 32 bytes long');
  }
  return {
    privateKey: privateKeyOf(merchantKey, files.text(merchantKey)),
    serial: serial.toUpperCase(),
    platformKeys: new Map(
      platformKeys.map(({ id, path }) => [id, platformKeyOf(path, files)] as const),
    ),
    apiKeys,
  };
}

function privateKeyOf(path: string, pem: string): KeyObject {
  const key = attempt(`merchantKey ${path}`, () => createPrivateKey(pem));
  if (key.asymmetricKeyType !== 'rsa') throw new StartError(`merchantKey ${path} is no RSA key`);
  return key;
}

/** A public key, or a certificate with one. */
function platformKeyOf(path: string, files: MerchantFiles): KeyObject {
  const pem = files.text(path, { isPublic: true });
  return attempt(`platformKeys ${path}`, () => createPublicKey(pem));
}

/** OpenSSL's messages say nothing to a shopkeeper, and may show a piece of the file. */
function attempt<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new StartError(`${what} is no PEM that can be read`, { cause: error });
  }
}

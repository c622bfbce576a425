import { generateKeyPairSync } from 'node:crypto';
import type { Account, WireAnswer } from '../../connectors/wechat/src/driver/account.ts';
import { signV2 } from '../../connectors/wechat/src/driver/sign-v2.ts';
import { writeXml } from '../../connectors/wechat/src/driver/xml.ts';

export const MERCHANT_KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PLATFORM_KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PLATFORM_ID = 'PUB_KEY_ID_0119000000012026112700000001';

/** The merchant of the research's check values. */
export const ACCOUNT: Account = {
  appid: 'wxtest0000000001',
  mchid: '1900000001',
  sub: null,
  v2: { key: '0123456789abcdef0123456789abcdef', signType: 'MD5' },
  v3: {
    privateKey: MERCHANT_KEYS.privateKey,
    serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    platformKeys: new Map([[PLATFORM_ID, PLATFORM_KEYS.publicKey]]),
    apiKeys: ['0123456789abcdef0123456789abcdef'],
  },
  storeId: 'S1',
  storeName: '一号店',
  displayName: '午餐',
};

export const NOW = new Date(1_795_750_000_000);
const NONCE = 'abcdefghijklmnopqrstuvwxyz012345';
export const STAMP = { now: NOW, nonce: NONCE };
export const NO = '20261127000000000001';
export const EXPECTED = { tractionNo: NO, amount: 1_234 };
export const ORDER = { ...EXPECTED, authCode: '134567890123456789', deviceIp: '', deviceId: null };

/** A signed answer of V2. */
export function v2Answer(
  fields: Readonly<Record<string, string>>,
  key = ACCOUNT.v2 ?? { key: '', signType: 'MD5' as const },
): WireAnswer {
  const all = { return_code: 'SUCCESS', appid: ACCOUNT.appid, mch_id: ACCOUNT.mchid, ...fields };
  const signed = { ...all, sign: signV2(all, key) };
  return { status: 200, headers: {}, body: Buffer.from(writeXml(signed)) };
}

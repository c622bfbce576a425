import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@payserver/provider-stub/keys';
import type { MerchantMaterial, Ports } from '@payserver/provider-stub/world';
import { type Account, keyFile } from './accounts.ts';
import type { Authority } from './authority.ts';
import type { Platform } from './platform.ts';

/** What a shop gets of its application: the merchant's file of the connector, and the files that it names. */
export function writeMaterial(
  { dir, authority, platform }: { dir: string; authority: Authority; platform: Platform },
  account: Account,
  { port }: Ports,
): MerchantMaterial {
  const folder = join(dir, 'merchants');
  const { merchantUUID, appId, sellerId, mode, appAuthToken, certificate } = account;
  const alipay = platform.current();
  const appKey = `keys/${merchantUUID}-app-key.pem`;
  const publicKey = 'keys/alipay-public-key.pem';
  const paths = {
    ...{ app: `keys/${merchantUUID}-app-cert.crt`, alipay: 'keys/alipay-cert.crt' },
    root: 'keys/alipay-root-cert.crt',
  };
  const files: Readonly<Record<string, string>> = {
    [publicKey]: alipay.publicKey,
    [paths.app]: certificate.pem,
    [paths.alipay]: alipay.certificate.pem,
    [paths.root]: authority.root.pem,
  };
  for (const [name, text] of Object.entries(files)) writeWhole(join(folder, name), text);
  const content = {
    ...{ appId, appKey },
    ...(mode === 'certificate' ? { certificates: paths } : { alipayPublicKey: publicKey }),
    ...{ sellerId, ...(appAuthToken !== null && { appAuthToken }) },
    ...{ storeId: 'S1', displayName: '演示店' },
    gateway: `http://127.0.0.1:${port}/gateway.do`,
    ...account.set,
  };
  const file = join(folder, `${merchantUUID}.json`);
  // The keys first: whoever sees the file finds them.
  writeWhole(file, `${JSON.stringify(content, null, 2)}\n`);
  const key = readFileSync(keyFile(dir, merchantUUID), 'utf8');
  return { file, content, keyFiles: { ...files, [appKey]: key } };
}

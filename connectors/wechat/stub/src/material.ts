import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@payserver/provider-stub/keys';
import type { MerchantMaterial, Ports } from '@payserver/provider-stub/world';
import { type Account, keyFile } from './accounts.ts';
import type { Authority } from './authority.ts';
import type { Platform } from './platform.ts';

/** What a shop gets of its account: the merchant's file of the connector, and the files that it names. */
export function writeMaterial(
  { dir, authority, platform }: { dir: string; authority: Authority; platform: Platform },
  account: Account,
  ports: Ports,
): MerchantMaterial {
  const folder = join(dir, 'merchants');
  const { merchantUUID } = account;
  const platformKeys = platform
    .keys()
    .filter(({ kind }) => account.verifiesBy === 'both' || account.verifiesBy === kind)
    .map(({ id, pem }) => ({ id, path: `keys/platform-${id}.pem`, pem }));
  const files: Record<string, string> = {
    'keys/stub-ca.pem': authority.certificate,
    [`keys/${merchantUUID}-cert.pem`]: account.certificate,
    ...Object.fromEntries(platformKeys.map(({ path, pem }) => [path, pem])),
  };
  for (const [name, text] of Object.entries(files)) writeWhole(join(folder, name), text);
  const content = {
    ...fileOf(account, ports),
    platformKeys: platformKeys.map(({ id, path }) => ({ id, path })),
    ...account.set,
  };
  const file = join(folder, `${merchantUUID}.json`);
  // The keys first: whoever sees the file finds them.
  writeWhole(file, `${JSON.stringify(content, null, 2)}\n`);
  const key = readFileSync(keyFile(dir, merchantUUID), 'utf8');
  return { file, content, keyFiles: { ...files, [`keys/${merchantUUID}-key.pem`]: key } };
}

function fileOf(account: Account, { port, tlsPort }: Ports) {
  const { merchantUUID, api, appid, mchid, sub, apiV2Key, apiV3Key, serial } = account;
  const subAppid = sub?.appid ?? null;
  return {
    ...{ api, appid, mchid },
    ...(sub !== null && {
      spMode: {
        ...{ spAppid: appid, spMchid: mchid, subMchid: sub.mchid },
        ...(subAppid !== null && { subAppid }),
      },
    }),
    ...{ apiV2Key, apiV3Key, serial },
    merchantKey: `keys/${merchantUUID}-key.pem`,
    merchantCert: `keys/${merchantUUID}-cert.pem`,
    ...{ storeId: 'S1', storeName: '演示店', displayName: '演示店' },
    baseUrl: tlsPort === null ? `http://127.0.0.1:${port}` : `https://127.0.0.1:${tlsPort}`,
    caCert: 'keys/stub-ca.pem',
  };
}

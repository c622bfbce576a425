import { createPublicKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, secretText, writeWhole } from '@payserver/provider-stub/keys';
import { digits } from '@payserver/provider-stub/random';
import type { Authority } from './authority.ts';

/** A merchant as WeChat knows it. */
export interface Account {
  readonly merchantUUID: string;
  readonly api: 'v2' | 'v3';
  /** who calls: a merchant, or a service provider for one */
  readonly appid: string;
  readonly mchid: string;
  readonly sub: { readonly appid: string | null; readonly mchid: string } | null;
  readonly apiV2Key: string;
  readonly apiV3Key: string;
  readonly serial: string;
  /** PEM */
  readonly certificate: string;
  readonly verifiesBy: 'publicKey' | 'certificate' | 'both';
  /** replaces or adds fields of the merchant's file */
  readonly set: Readonly<Record<string, unknown>>;
}

/** Merchants of the stub, in files. */
export interface Accounts {
  readonly all: () => readonly Account[];
  of(mchid: string): Account | undefined;
  add(merchantUUID: string, choices: Readonly<Record<string, unknown>>): Account;
  publicKey(account: Account): KeyObject;
  /** of the merchant's certificate, as a TLS server reads it */
  fingerprint(account: Account): string;
}

/** Reads the accounts of the folder and adds new ones to it. */
export function openAccounts(dir: string, authority: Authority): Accounts {
  const folder = join(dir, 'accounts');
  const accounts = new Map<string, Account>();
  const certificates = new Map<string, X509Certificate>();
  const take = (account: Account) => {
    accounts.set(account.merchantUUID, account);
    certificates.set(account.merchantUUID, new X509Certificate(account.certificate));
  };
  for (const account of readAll(folder)) take(account);
  const certificateOf = ({ merchantUUID, certificate }: Account) =>
    certificates.get(merchantUUID) ?? new X509Certificate(certificate);
  return {
    all: () => [...accounts.values()],
    of: (mchid) => [...accounts.values()].find((account) => account.mchid === mchid),
    add(merchantUUID, choices) {
      const known = accounts.get(merchantUUID) ?? make({ dir, authority, merchantUUID });
      const account = chosen(known, choices);
      take(account);
      writeWhole(join(folder, `${merchantUUID}.json`), JSON.stringify(account, null, 2));
      return account;
    },
    publicKey: (account) => certificateOf(account).publicKey,
    fingerprint: (account) => certificateOf(account).fingerprint256,
  };
}

/** Where a merchant's key lies: the shop's file, which the stub makes once and reads never again. */
export const keyFile = (dir: string, merchantUUID: string): string =>
  join(dir, 'merchants', 'keys', `${merchantUUID}-key.pem`);

function make({
  dir,
  authority,
  merchantUUID,
}: {
  dir: string;
  authority: Authority;
  merchantUUID: string;
}): Account {
  const mchid = `19${digits(8, 'mchid', merchantUUID)}`;
  const serial = randomBytes(20).toString('hex').toUpperCase().replace(/^./, '5');
  const key = keyAt(keyFile(dir, merchantUUID));
  const certificate = authority.issue({ serial, name: mchid, publicKey: createPublicKey(key) });
  return {
    ...{ merchantUUID, api: 'v2', appid: `wx${secretText(16)}`, mchid, sub: null },
    ...{ apiV2Key: secretText(32), apiV3Key: secretText(32), serial, certificate },
    ...{ verifiesBy: 'publicKey', set: {} },
  };
}

function chosen(account: Account, choices: Readonly<Record<string, unknown>>): Account {
  const { api = account.api, sp, set = {}, verifiesBy = account.verifiesBy } = choices;
  const sub = { appid: null, mchid: `18${digits(8, 'sub', account.merchantUUID)}` };
  return {
    ...account,
    api: api === 'v3' ? 'v3' : 'v2',
    sub: sp === true ? sub : sp === false ? null : account.sub,
    verifiesBy: verifiesBy as Account['verifiesBy'],
    set: { ...account.set, ...(set as Record<string, unknown>) },
  };
}

function readAll(folder: string): readonly Account[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Account);
}

import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, secretText, writeWhole } from '@payserver/provider-stub/keys';
import { digits } from '@payserver/provider-stub/random';
import type { Authority, Numbered } from './authority.ts';

/** A shop's application as Alipay knows it. */
export interface Account {
  readonly merchantUUID: string;
  readonly appId: string;
  readonly sellerId: string;
  readonly mode: 'key' | 'certificate';
  /** of a service provider: the shop's token */
  readonly appAuthToken: string | null;
  /** of the application, PEM */
  readonly publicKey: string;
  readonly certificate: Numbered;
  /** replaces or adds fields of the merchant's file */
  readonly set: Readonly<Record<string, unknown>>;
}

/** Applications of the stub, in files. */
export interface Accounts {
  readonly all: () => readonly Account[];
  of(appId: string): Account | undefined;
  add(merchantUUID: string, choices: Readonly<Record<string, unknown>>): Account;
  publicKey(account: Account): KeyObject;
}

/** Where an application's key lies: the shop's file, which the stub makes once and reads never again. */
export const keyFile = (dir: string, merchantUUID: string): string =>
  join(dir, 'merchants', 'keys', `${merchantUUID}-app-key.pem`);

/** Reads the accounts of the folder and adds new ones to it. */
export function openAccounts(dir: string, authority: Authority): Accounts {
  const folder = join(dir, 'accounts');
  const accounts = new Map<string, Account>();
  const keys = new Map<string, KeyObject>();
  const take = (account: Account) => {
    accounts.set(account.merchantUUID, account);
    keys.set(account.appId, createPublicKey(account.publicKey));
  };
  for (const account of readAll(folder)) take(account);
  return {
    all: () => [...accounts.values()],
    of: (appId) => [...accounts.values()].find((account) => account.appId === appId),
    add(merchantUUID, choices) {
      const known = accounts.get(merchantUUID) ?? make(dir, authority, merchantUUID);
      const account = chosen(known, choices);
      take(account);
      writeWhole(join(folder, `${merchantUUID}.json`), JSON.stringify(account, null, 2));
      return account;
    },
    publicKey: ({ appId, publicKey }) => keys.get(appId) ?? createPublicKey(publicKey),
  };
}

function make(dir: string, authority: Authority, merchantUUID: string): Account {
  const appId = `2021${digits(12, 'app', merchantUUID)}`;
  const publicKey = createPublicKey(keyAt(keyFile(dir, merchantUUID)));
  return {
    ...{ merchantUUID, appId, sellerId: `2088${digits(12, 'seller', merchantUUID)}`, mode: 'key' },
    ...{ appAuthToken: null, set: {} },
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    certificate: authority.issue({ name: appId, publicKey }),
  };
}

function chosen(account: Account, choices: Readonly<Record<string, unknown>>): Account {
  const { mode = account.mode, sp, set = {} } = choices;
  const token = account.appAuthToken ?? `202611BB${secretText(32)}`;
  return {
    ...account,
    mode: mode === 'certificate' ? 'certificate' : 'key',
    appAuthToken: sp === undefined ? account.appAuthToken : sp === true ? token : null,
    set: { ...account.set, ...(set as Record<string, unknown>) },
  };
}

function readAll(folder: string): readonly Account[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Account);
}

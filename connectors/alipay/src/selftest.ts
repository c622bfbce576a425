import { parseArgs } from 'node:util';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import type { AlipayAccount } from './account.ts';
import { isAuthCode } from './driver/calls.ts';
import { openHttp } from './http.ts';
import { readOneAccount } from './one-account.ts';
import { checkKeys, checkQrPermission, type SelftestScene } from './selftest/checks.ts';
import { payAndRefund } from './selftest/pay-and-refund.ts';
import { readAlipaySettings } from './settings.ts';

const USAGE = 'usage: selftest --merchant UUID [--barcode CODE] [--stub]';
/** What the stub pays at once. */
const STUB_BARCODE = '281234567890000000';
const REAL_HOSTS = /(?:^|\.)(?:alipay\.com|alipaydev\.com)$/;

/**
 * `selftest --merchant UUID [--barcode CODE] [--stub]`: says in plain words whether this merchant can take payments: its
 * file, clock, keys, permissions. With a barcode it pays 0.01 yuan for real, asks about it and refunds it. `--stub`: with a
 * barcode that the stub pays, and only at a gateway that is not Alipay's.
 *
 * @throws {StartError} what is wrong, the first thing
 */
export async function runSelftest(args: readonly string[]): Promise<void> {
  const { merchant, barcode, stub } = optionsOf(args);
  const settings = readAlipaySettings(process.env);
  const account = readOneAccount(settings.MERCHANTS_DIR, merchant);
  const code = barcodeOf({ barcode, stub }, account);
  const http = openHttp();
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const scene: SelftestScene = {
    ...{ account, http, say, merchantUUID: merchant },
    log: createLogger('alipay', 'silent'),
  };
  try {
    sayAboutFile(scene);
    await checkKeys(scene);
    await checkQrPermission(scene);
    if (code === null) say('nothing was paid: --barcode CODE pays 0.01 yuan and refunds it');
    else await payAndRefund(scene, code);
    say('ok');
  } finally {
    http.close();
  }
}

function optionsOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { merchant: text, barcode: text, stub: flag, provider: text };
  try {
    const { merchant, barcode, stub } = parseArgs({ args: [...args], options }).values;
    if (merchant !== undefined) return { merchant, barcode, stub };
  } catch {
    // Says the same.
  }
  throw new StartError(USAGE);
}

function barcodeOf(
  { barcode, stub }: { readonly barcode: string | undefined; readonly stub: boolean },
  { gateway }: AlipayAccount,
): string | null {
  if (stub && REAL_HOSTS.test(new URL(gateway).hostname)) {
    throw new StartError('--stub is not for a merchant whose gateway is that of Alipay');
  }
  const code = barcode ?? (stub ? STUB_BARCODE : null);
  if (code === null || isAuthCode(code)) return code;
  throw new StartError(
    '--barcode is no paying code of Alipay: 16 to 24 digits that begin with 25 to 30',
  );
}

const DAY_MS = 86_400_000;

function sayAboutFile({ account, say }: SelftestScene): void {
  const { keys, appAuthToken } = account;
  say(`the file is right: app ${account.appId}, ${keys.sn === null ? 'keys' : 'certificates'}`);
  if (appAuthToken !== null) say('a service provider acts for this merchant');
  if (account.notifyUrl === null)
    say('without notifyUrl payments are only asked about: that is enough');
  if (keys.validTo === null) return;
  const days = Math.floor((keys.validTo.getTime() - Date.now()) / DAY_MS);
  say(`the certificates end in ${days} days${days <= 30 ? ': renew them' : ''}`);
}

// npm run screenshots
// Writes docs/images/console-*.png: the console of a gateway of its own with a shop's day, in English and light, and
// in Chinese and dark.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser, startBrowser } from '../../test/support/browser.ts';
import {
  type Appearance,
  type ConsoleWindow,
  openWindow,
} from '../../test/support/console-browser.ts';
import { type ConsoleShop, fillConsoleShop } from '../../test/support/console-shop.ts';
import { type Gateway, startGateway } from '../../test/support/gateway.ts';
import { shareTestPostgres } from '../../test/support/postgres.ts';
import { signToken } from '../../test/support/sign-token.ts';
import { freezeDay, NOON } from './freeze-day.ts';

const FOLDER = join(import.meta.dirname, '../../docs/images');
const LARGEST = 250 * 1_024;
const APPEARANCES: readonly Appearance[] = [
  { language: 'en', scheme: 'light' },
  { language: 'zh', scheme: 'dark' },
];

/** name of the file: what is on it */
const PICTURES: Readonly<Record<string, (shop: ConsoleShop) => string>> = {
  // The start of a provider's number.
  search: () => '/search?q=4200001928',
  payment: ({ orders }) => `/payments/${orders.open.uuid}`,
  payments: () => '/payments',
  stuck: () => '/stuck',
};

const executable = findBrowser();
if (executable === null) throw new Error('no Chromium on the PATH');
await mkdir(FOLDER, { recursive: true });
const postgres = await shareTestPostgres();
try {
  const servers = { engine: 'postgres', adminUrl: postgres.adminUrl } as const;
  const gateway = await startGateway(servers, { CONSOLE: '1' });
  try {
    await takeAll(gateway, executable);
  } finally {
    await gateway.stop();
  }
} finally {
  await postgres.release();
}

async function takeAll(gateway: Gateway, browserPath: string): Promise<void> {
  const shop = await fillConsoleShop(gateway, { merchantUUID: 'chaoyang-flagship' });
  await payOn(shop);
  // What it would still do would be at another time than the day of the pictures.
  await gateway.worker.stop();
  await shop.stop();
  await freezeDay(gateway.databaseUrl);
  const browser = await startBrowser(browserPath);
  const claims = { merchantUUID: '', sub: 'wang.fang', scope: 'payserver:operate' };
  const visitor = { url: gateway.url, token: await signToken(claims) };
  try {
    for (const appearance of APPEARANCES)
      await take(await openWindow(browser, visitor, appearance), shop);
  } finally {
    await browser.close();
  }
}

/** What else is paid until noon. */
async function payOn({ till, modes }: ConsoleShop): Promise<void> {
  const payers = ['许文强', '冯程程', '丁力', '白秀珠', '金燕西', '冷清秋', '陆依萍', '何书桓'];
  for (let at = 0; at < 24; at += 1) {
    const mode = at % 3 === 0 ? modes.wechat : (modes.builtIn[at % modes.builtIn.length] ?? '');
    const payment = await till.pay({
      ...{ mode, no: `20261128-${4_001 + at}`, payer: payers[at % payers.length] ?? '' },
      amount: 980 + ((at * 7_919) % 41_300),
      plan: ({ path }) => ({
        ret: at % 9 === 3 && path === 'pay' ? 'failed' : 'success',
        thirdOrderNo: `42000019282026112812${String(10_000_000 + at * 73_519)}`,
        thirdErrorReason: at % 9 === 3 ? '余额不足' : '',
      }),
    });
    if (at % 8 === 6) await till.refund({ of: payment, no: `R-${4_001 + at}`, amount: 500 });
  }
}

async function take(window: ConsoleWindow, shop: ConsoleShop): Promise<void> {
  const { page, appearance, open } = window;
  await page.clock.setFixedTime(NOON);
  for (const [name, pathOf] of Object.entries(PICTURES)) {
    await open(pathOf(shop));
    await page.evaluate('document.fonts.ready');
    const image = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    const file = `console-${name}.${appearance.language}.png`;
    if (image.length > LARGEST) throw new Error(`${file}: ${image.length} bytes`);
    await writeFile(join(FOLDER, file), image);
    console.log(`${file}: ${Math.ceil(image.length / 1_024)} KiB`);
  }
  await window.close();
}

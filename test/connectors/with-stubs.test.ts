import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findBrowser, startBrowser } from '../support/browser.ts';
import { readPixels } from '../support/in-page.mjs';
import { type StubbedGateway, startStubbedGateway } from '../support/stubbed-gateway.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXECUTABLE = findBrowser();
const PATIENCE_MS = 120_000;

let gateway: StubbedGateway;
beforeAll(async () => {
  gateway = await startStubbedGateway();
}, PATIENCE_MS);
afterAll(async () => await gateway?.stop());

test('the demo has a customer type the password of both on the phone, and refunds it', {
  timeout: PATIENCE_MS,
}, async () => {
  const args = ['run', '-s', 'demo'];
  const demo = spawn('npm', args, { cwd: ROOT, env: { ...gateway.env, COLUMNS: '200' } });
  const [out, [code]] = await Promise.all([text(demo.stdout), once(demo, 'exit')]);
  expect([code, out]).toEqual([0, expect.not.stringContaining('left out')]);
  for (const name of ['微信扫码枪', '支付宝扫码枪']) {
    expect(out).toMatch(new RegExp(`pay .*${name}.* stub .* payed .* payed`));
    expect(out).toMatch(new RegExp(`on the phone .*${name}.* stub .* paying .* payed`));
    expect(out).toMatch(new RegExp(`refund of all .*${name}.* stub .* refunded`));
  }
});

describe.skipIf(EXECUTABLE === null)('a QR code on the screen', { timeout: PATIENCE_MS }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(EXECUTABLE ?? '');
  }, PATIENCE_MS);
  afterAll(async () => await browser?.close());

  /** `npm run demo -- --qr`, and the address that it prints. */
  async function showCode(provider: string) {
    const args = ['run', '-s', 'demo', '--', '--qr', '--provider', provider];
    const demo = spawn('npm', args, { cwd: ROOT, env: { ...gateway.env } });
    onTestFinished(() => void demo.kill('SIGTERM'));
    let output = '';
    const address = new Promise<string>((resolve, reject) => {
      const collect = (chunk: Buffer) => {
        output += chunk.toString();
        const [url] = /http:\/\/127\.0\.0\.1:\d+\/\n/.exec(output) ?? [];
        if (url !== undefined) resolve(url.trim());
      };
      demo.stdout.on('data', collect);
      demo.stderr.on('data', collect);
      demo.once('exit', () => reject(new Error(output)));
    });
    return { url: await address, ended: once(demo, 'exit'), output: () => output };
  }

  test.each(['wechat', 'alipay'] as const)(
    'of %s is what the customer scans, and the page turns to paid when it is paid',
    async (provider) => {
      const demo = await showCode(provider);
      const page = await browser.newPage({ locale: 'zh-CN' });
      const complaints: string[] = [];
      page.on('console', (line) => {
        if (['error', 'warning'].includes(line.type())) complaints.push(line.text());
      });
      await page.goto(demo.url);
      await page.getByRole('img', { name: '付款二维码' }).waitFor();
      // As a phone reads it: from the pixels.
      const pixels = await page.evaluate(readPixels, '#image');
      const codeUrl = decodeQR({ ...pixels, data: Uint8Array.from(pixels.data) });
      await gateway.control(provider, 'scan', { codeUrl, act: 'approve' });
      await page.getByText('已支付').waitFor();
      expect(complaints).toEqual([]);
      await page.close();
      const [code] = await demo.ended;
      expect([code, demo.output()]).toEqual([0, expect.stringContaining('payed')]);
      const { violations } = await gateway.control<{ violations: string[] }>(provider, 'oracle');
      expect(violations).toEqual([]);
    },
  );
});

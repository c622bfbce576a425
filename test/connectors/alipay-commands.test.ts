import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import {
  type AlipayScene,
  barcode,
  buildAlipay,
  PAID,
  payBody,
  refundBody,
  startAlipayScene,
} from './alipay-scene.ts';

let build: ArmedPrograms<Point>;
let scene: AlipayScene;
let folder: string;
beforeAll(async () => {
  build = await buildAlipay();
  scene = await startAlipayScene(build);
  folder = await mkdtemp(join(tmpdir(), 'payserver-alipay-bills-'));
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command of the connector, with its clock ahead by so many ms. */
async function run(args: readonly string[], aheadMs = 0) {
  const clock = `const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(D.now()+${aheadMs})}static now(){return D.now()+${aheadMs}}}`;
  const ahead =
    aheadMs === 0 ? [] : ['--import', `data:text/javascript,${encodeURIComponent(clock)}`];
  const child = spawn(process.execPath, [...ahead, build.fileOf('connector'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', MERCHANTS_DIR: scene.merchantsDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [out, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number | null];
  return { out, wrong, code };
}

describe('the self-test', () => {
  test('pays, asks and refunds, and says so in plain words', async () => {
    const { out, wrong, code } = await run(['selftest', '--merchant', 'demo-shop', '--stub']);
    expect([wrong, code]).toEqual(['', 0]);
    expect(out).toContain('0.01 yuan were paid');
    expect(out).toContain('and refunded');
    expect(await scene.stub.violations()).toEqual([]);
  }, 60_000);

  test('finds a foreign key, a clock that is wrong, and a merchant without a file', async () => {
    const selftest = ['selftest', '--merchant'];
    expect((await run([...selftest, 'nobody'])).wrong).toContain('nobody.json');
    const file = join(scene.merchantsDir, 'demo-shop.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as object;
    const wrong = { ...settings, appId: '2021999999999999' };
    await writeFile(join(scene.merchantsDir, 'other.json'), JSON.stringify(wrong), { mode: 0o600 });
    expect((await run([...selftest, 'other'])).wrong).toContain('no app with this appId');
    const late = await run([...selftest, 'demo-shop'], 20 * 60_000);
    expect(late.wrong).toContain('the clock of this machine is');
    expect(late.code).toBe(1);
  });
});

describe('the bill of a day', () => {
  const DAY_MS = 86_400_000;
  const beijingDay = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

  test('is stored as it came and as the neutral table, in agreement with what was paid', async () => {
    const pay = payBody(scene, { code: barcode() });
    await scene.gateway.untilEnd('/pay', pay);
    const refund = refundBody(scene, pay.tractionNo, 200);
    await scene.gateway.untilEnd('/refund', refund);
    const day = beijingDay(Date.now());
    // The day after tomorrow there is a bill, whatever the hour.
    await scene.stub.post('/control/clock', { offset: 2 * DAY_MS });
    const bill = ['bill', '--merchant', 'demo-shop', '--day', day, '--dir', folder];
    const { out, wrong, code } = await run(bill, 2 * DAY_MS);
    expect([wrong, code]).toEqual(['', 0]);
    expect(out).toContain('rows in');
    const rows = (await readFile(join(folder, 'alipay/demo-shop', day, 'rows.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const of = (no: string) => rows.filter(({ tractionNo }) => tractionNo === no);
    expect(of(pay.tractionNo)).toMatchObject([{ kind: 'pay', amount: PAID, fee: 2 }]);
    expect(of(refund.tractionNo)).toMatchObject([
      { kind: 'refund', amount: 200, payTractionNo: pay.tractionNo },
    ]);
    await scene.stub.post('/control/clock', { offset: 0 });
  });

  test('that is not there yet is said', async () => {
    const today = beijingDay(Date.now());
    const { wrong, code } = await run(['bill', '--merchant', 'demo-shop', '--day', today]);
    expect(wrong).toContain(`no bill of ${today}`);
    expect(code).toBe(1);
  });
});

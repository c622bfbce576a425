import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWechatSettings } from '@payserver/wechat/settings';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import {
  type Api,
  barcode,
  buildWechat,
  payBody,
  refundBody,
  SHOPS,
  startWechatScene,
  type WechatScene,
} from './wechat-scene.ts';

// Acceptance 12, 13, 16, 17 and 20 of the research (section M): keys, clock, settings, bills.

let build: ArmedPrograms<Point>;
let scene: WechatScene;
beforeAll(async () => {
  build = await buildWechat();
  scene = await startWechatScene(build);
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
});

const checkEnv = async (merchantUUID: string) => {
  const answer = await fetch(`${scene.url}/checkEnv?merchantUUID=${merchantUUID}`);
  return { status: answer.status, said: (await answer.json()) as { ret?: boolean } };
};
const pay = async (api: Api, tail?: string) => {
  const body = payBody(scene, { api, code: barcode(tail) });
  return { body, said: await scene.gateway.call('/pay', body) };
};
const paysAgain = async (api: Api) =>
  await eventually(
    async () => (await pay(api)).said.ret,
    (ret) => ret === 'success',
  );

describe('a merchant', () => {
  test('that has no file is declined before a byte is sent', async () => {
    const body = {
      ...payBody(scene, { api: 'v2', code: barcode() }),
      payee: 'http://localhost/shops/nobody',
    };
    const said = await scene.gateway.call('/pay', body);
    expect([said.ret, said.body['thirdErrorReason']]).toEqual(['failed', '商户未开通微信支付']);
    expect(await scene.orders(body.tractionNo)).toEqual([]);
    expect((await checkEnv('nobody')).said.ret).toBe(false);
  });

  test.each(['v2', 'v3'] as const)('that is set up passes the check: %s', async (api) => {
    expect((await checkEnv(SHOPS[api])).said).toEqual({ ret: true });
  });

  test('of which WeChat says nothing in time does not', async () => {
    await scene.stub.control('script', { call: 'query', steps: ['040009'] });
    const { status, said } = await checkEnv(SHOPS.v3);
    expect([status, said.ret]).toEqual([503, undefined]);
  });

  test.each(['v2', 'v3'] as const)(
    'whose settings WeChat refuses is paused after one payment, until its file changes: %s',
    async (api) => {
      const before = await pay(api);
      const first = await pay(api, '150000');
      // That questions are answered says nothing of payments.
      await scene.gateway.call('/query', { tractionNo: before.body.tractionNo });
      expect((await checkEnv(SHOPS[api])).said).toEqual({ ret: false });
      const others = await Promise.all(Array.from({ length: 10 }, async () => await pay(api)));
      const said = [first, ...others].map(({ said: { ret, body } }) => [
        ret,
        body['thirdErrorReason'],
      ]);
      expect(new Set(said.map(String))).toEqual(new Set(['failed,商户配置有误，请联系管理员']));
      const orders = others.map(async ({ body }) => await scene.orders(body.tractionNo));
      expect((await Promise.all(orders)).flat()).toEqual([]);
      const file = join(scene.stub.merchants, `${SHOPS[api]}.json`);
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n`, { mode: 0o600 });
      expect(await paysAgain(api)).toBe('success');
    },
  );

  test('whose clock is six minutes off pays nothing', async () => {
    await scene.stub.control('clock', { offset: 360_000 });
    const { body, said } = await pay('v3');
    await scene.stub.control('clock', { offset: 0 });
    expect([said.ret, said.body['thirdErrorReason']]).toEqual([
      'failed',
      '商户配置有误，请联系管理员',
    ]);
    expect(await scene.net(body.tractionNo)).toBe(0);
    const file = join(scene.stub.merchants, `${SHOPS.v3}.json`);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`, { mode: 0o600 });
    expect(await paysAgain('v3')).toBe('success');
  });
});

test("WeChat's key changes in the middle of a hundred payments, and none is lost", async () => {
  const ends: string[] = [];
  const bodies = Array.from({ length: 100 }, () => payBody(scene, { api: 'v3', code: barcode() }));
  for (const [at, body] of bodies.entries()) {
    if (at === 30) await scene.stub.control('keys/rotate', { kind: 'publicKey', write: false });
    if (at === 60) await scene.stub.control('keys/rotate', { kind: 'publicKey', force: true });
    ends.push((await scene.gateway.untilEnd('/pay', body)).ret);
  }
  const nets = await Promise.all(bodies.map(async ({ tractionNo }) => await scene.net(tractionNo)));
  expect(nets).toEqual(ends.map((ret) => (ret === 'success' ? 500 : 0)));
  expect(ends.filter((ret) => ret === 'success').length).toBeGreaterThan(90);
}, 240_000);

describe('the self-test', () => {
  const selftest = (dir: string, ...options: readonly string[]) =>
    spawnSync(process.execPath, [build.fileOf('main'), 'selftest', ...options], {
      env: { ...process.env, MERCHANTS_DIR: dir },
      encoding: 'utf8',
    });

  test.each(['v2', 'v3'] as const)('pays a fen and gives it back: %s', (api) => {
    const run = selftest(scene.stub.merchants, '--merchant', SHOPS[api], '--stub');
    expect([run.stderr, run.status]).toEqual(['', 0]);
    expect(run.stdout.split('\n').map((line) => line.slice(0, 24))).toEqual([
      'ok    the file of the me',
      'ok    the clock is right',
      'ok    keys and permissio',
      'ok    0.01 yuan is paid:',
      'ok    and it is given ba',
      '',
    ]);
  });

  test.each([
    [SHOPS.v2, { apiV2Key: 'x'.repeat(32) }, 'check apiV2Key, appid and mchid'],
    [SHOPS.v3, { mchid: '1900009999' }, 'WeChat refuses the signature'],
    [SHOPS.v3, { baseUrl: 'https://127.0.0.1:9' }, 'WeChat is not reached (ECONNREFUSED)'],
    [SHOPS.v3, { apiV3Key: 'short' }, 'not right'],
    ['nobody', {}, 'nobody.json is not there'],
  ])('says what is wrong: %s %j', (merchantUUID, change, meaning) => {
    const dir = mkdtempSync(join(tmpdir(), 'payserver-selftest-'));
    cpSync(scene.stub.merchants, dir, { recursive: true });
    if (merchantUUID !== 'nobody') {
      const file = join(dir, `${merchantUUID}.json`);
      const json = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change };
      writeFileSync(file, JSON.stringify(json), { mode: 0o600 });
    }
    const run = selftest(dir, '--merchant', merchantUUID);
    expect([run.status, run.stderr]).toEqual([1, expect.stringContaining(meaning)]);
    rmSync(dir, { recursive: true });
  });
});

/** Moves the clock of a program a day ahead. */
const TOMORROW = `data:text/javascript,${encodeURIComponent(
  'const D = Date; const ahead = 86400000; globalThis.Date = class extends D { constructor(...a) { a.length ? super(...a) : super(D.now() + ahead); } static now() { return D.now() + ahead; } };',
)}`;
const beijingDay = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe.each(['v2', 'v3'] as const)('the bill of a day by %s', (api) => {
  test('is downloaded, verified and has every payment and refund', async () => {
    const paid = [await pay(api), await pay(api), await pay(api)].map(({ body }) => body);
    const [first] = paid;
    const refund = refundBody(scene, { api, payTractionNo: first?.tractionNo ?? '', amount: 200 });
    expect((await scene.gateway.untilEnd('/refund', refund)).ret).toBe('success');
    const dir = mkdtempSync(join(tmpdir(), 'payserver-bills-'));
    const day = beijingDay();
    await scene.stub.control('clock', { offset: 86_400_000 + untilTen() });
    const command = ['bill', '--merchant', SHOPS[api], '--day', day];
    const run = spawnSync(
      process.execPath,
      [
        '--import',
        TOMORROW.replace('86400000', String(86_400_000 + untilTen())),
        build.fileOf('main'),
        ...command,
      ],
      {
        env: { ...process.env, MERCHANTS_DIR: scene.stub.merchants, BILLS_DIR: dir },
        encoding: 'utf8',
      },
    );
    await scene.stub.control('clock', { offset: 0 });
    expect([run.stderr, run.status]).toEqual(['', 0]);
    const rows = readFileSync(join(dir, 'wechat', SHOPS[api], day, 'rows.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const { tractionNo } of paid) {
      const row = rows.find((one) => one['tractionNo'] === tractionNo);
      expect(row).toMatchObject({
        kind: 'pay',
        amount: 500,
        status: 'SUCCESS',
        payTractionNo: tractionNo,
      });
    }
    const back = rows.find((one) => one['tractionNo'] === refund.tractionNo);
    expect(back).toMatchObject({ kind: 'refund', amount: 200, payTractionNo: first?.tractionNo });
    rmSync(dir, { recursive: true });
  });
});

test('a payment is not believed to be gone before its deadline, whatever the settings say', () => {
  const env = { DATABASE_URL: 'postgres://localhost/x', DEADLINE_MS: '100000' };
  expect(() => readWechatSettings(env)).toThrow(
    'SETTLED_MS 60000 must be above DEADLINE_MS 100000',
  );
  expect(readWechatSettings({ ...env, SETTLED_MS: '100001' }).times.deadlineMs).toBe(100_000);
});

/** A bill is there from ten o'clock on. */
function untilTen(): number {
  const beijing = new Date(Date.now() + 8 * 3_600_000);
  const ms = (beijing.getUTCHours() * 60 + beijing.getUTCMinutes()) * 60_000;
  return Math.max(0, 10 * 3_600_000 + 60_000 - ms);
}

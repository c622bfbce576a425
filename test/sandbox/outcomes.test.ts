import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  eventsOf,
  ledgerOf,
  newTractionNo,
  payBody,
  post,
  untilEvents,
} from './sandbox-client.ts';
import { newDataDir, removeDataDir, type SandboxProcess, startSandbox } from './sandbox-process.ts';

let dataDir: string;
let sandbox: SandboxProcess;
let pay: string;
let query: string;
let cancel: string;

beforeAll(async () => {
  dataDir = await newDataDir();
  sandbox = await startSandbox(dataDir);
  pay = `${sandbox.url}/wechat/pay`;
  query = `${sandbox.url}/wechat/query`;
  cancel = `${sandbox.url}/wechat/cancel`;
});

afterAll(async () => {
  await sandbox.kill('SIGKILL');
  await removeDataDir(dataDir);
});

test('every connector serves, an unknown one is 404', async () => {
  for (const slug of ['signAccount', 'wechat', 'alipay', 'storedValue', 'countCard']) {
    const no = newTractionNo();
    expect(await ask(`${sandbox.url}/${slug}/pay`, payBody(no))).toMatchObject({ ret: 'success' });
    expect((await ledgerOf(sandbox.url, no)).map((line) => line.slug)).toEqual([slug, slug]);
  }
  expect((await post(`${sandbox.url}/nosuch/pay`, payBody(newTractionNo()))).status).toBe(404);
});

test('fail declines once and stays declined', async () => {
  const no = newTractionNo();
  const first = await ask(pay, payBody(no, 'fail'));
  expect(first).toMatchObject({ ret: 'failed', thirdOrderNo: '' });
  expect(first.thirdErrorReason).not.toBe('');
  expect(await ask(pay, payBody(no, 'fail'))).toEqual(first);
  expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'declined', 'received']);
});

test('the last four digits of the barcode choose, and payParams.sandbox goes before them', async () => {
  const withCode = (payBarCode: string, name?: string) => {
    const payParams = name === undefined ? { payBarCode } : { payBarCode, sandbox: name };
    return ask(pay, payBody(newTractionNo(), undefined, { payParams }));
  };
  expect(await withCode('134853566181209001')).toMatchObject({ ret: 'failed' });
  expect(await withCode('134853566181209002')).toMatchObject({ ret: 'running' });
  expect(await withCode('134853566181206476')).toMatchObject({ ret: 'success' });
  expect(await withCode('134853566181209001', 'succeed')).toMatchObject({ ret: 'success' });
});

test('runForever runs, whoever asks', async () => {
  const no = newTractionNo();
  for (const url of [pay, pay, query]) {
    expect(await ask(url, payBody(no, 'runForever'))).toMatchObject({
      ret: 'running',
      tradeFinishedAt: '',
    });
  }
  expect(await eventsOf(sandbox.url, no)).not.toContain('charged');
});

test('runThenQuery:2 settles at the second inquiry, counted over queries and repeats', async () => {
  const no = newTractionNo();
  const body = payBody(no, 'runThenQuery:2');
  expect(await ask(pay, body)).toMatchObject({ ret: 'running' });
  expect(await ask(query, { tractionNo: no })).toMatchObject({ ret: 'running' });
  expect(await ask(pay, body)).toMatchObject({ ret: 'success' });
  const events = await eventsOf(sandbox.url, no);
  expect(events).toEqual(['received', 'running', 'received', 'received', 'charged']);
});

test('slow answers late; meanwhile a repeat hears running; a caller that left changes nothing', async () => {
  const no = newTractionNo();
  const body = payBody(no, 'slow:2500');
  const patience = new AbortController();
  const call = post(pay, body, { signal: patience.signal }).catch((error: unknown) => error);
  await untilEvents(sandbox.url, no, { event: 'received', count: 1 });
  patience.abort();
  expect(await call).toMatchObject({ name: 'AbortError' });
  expect(await ask(pay, body)).toMatchObject({ ret: 'running' });
  expect(await ask(query, { tractionNo: no })).toMatchObject({ ret: 'running' });
  await untilEvents(sandbox.url, no, { event: 'charged', count: 1 });
  expect(await ask(query, { tractionNo: no })).toMatchObject({ ret: 'success' });
  const started = Date.now();
  expect(await ask(pay, payBody(newTractionNo(), 'slow:300'))).toMatchObject({ ret: 'success' });
  expect(Date.now() - started).toBeGreaterThanOrEqual(300);
});

test('?idempotent=0 charges again at every POST', async () => {
  const no = newTractionNo();
  const first = await ask(`${pay}?idempotent=0`, payBody(no));
  const second = await ask(`${pay}?idempotent=0`, payBody(no));
  expect(second.thirdOrderNo).not.toBe(first.thirdOrderNo);
  const events = await eventsOf(sandbox.url, no);
  expect(events.filter((event) => event === 'charged')).toHaveLength(2);
});

test('the same number with other content is 409 and moves nothing', async () => {
  const no = newTractionNo();
  await ask(pay, payBody(no));
  expect((await post(pay, payBody(no, undefined, { payAmount: 51 }))).status).toBe(409);
  expect((await post(`${sandbox.url}/alipay/pay`, payBody(no))).status).toBe(409);
  expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged', 'conflict', 'conflict']);
});

describe('query', () => {
  test('tells the state of the payment, and notFound for an unknown one', async () => {
    const no = newTractionNo();
    expect(await ask(query, { tractionNo: no })).toMatchObject({ tractionNo: no, ret: 'notFound' });
    const answer = await ask(pay, payBody(no));
    expect(await ask(query, { tractionNo: no, clientPayNo: 'c', thirdPayNo: null })).toEqual(
      answer,
    );
    const elsewhere = await ask(`${sandbox.url}/alipay/query`, { tractionNo: no });
    expect(elsewhere).toMatchObject({ ret: 'notFound' });
  });
});

describe('cancel', () => {
  test('gives a charge back, once', async () => {
    const no = newTractionNo();
    await ask(pay, payBody(no));
    for (const _time of [1, 2]) {
      expect(await ask(cancel, { tractionNo: no })).toMatchObject({ ret: 'success' });
    }
    expect(await ask(query, { tractionNo: no })).toMatchObject({ ret: 'failed' });
    const lines = await ledgerOf(sandbox.url, no);
    expect(lines.filter(({ event }) => event === 'reversed')).toMatchObject([{ amount: 50 }]);
  });

  test('closes a running payment: its plan charges nothing any more', async () => {
    const no = newTractionNo();
    await ask(pay, payBody(no, 'runThenSilence:1500'));
    expect(await ask(cancel, { tractionNo: no })).toMatchObject({ ret: 'success' });
    await sleep(1_700);
    expect(await ask(query, { tractionNo: no })).toMatchObject({ ret: 'failed' });
    expect(await eventsOf(sandbox.url, no)).not.toContain('charged');
  });

  test('of an unknown number is notFound, and a POST that comes after it is declined', async () => {
    const no = newTractionNo();
    expect(await ask(cancel, { tractionNo: no })).toMatchObject({ ret: 'notFound' });
    expect(await ask(query, { tractionNo: no })).toMatchObject({ ret: 'notFound' });
    const late = await ask(pay, payBody(no));
    expect(late).toMatchObject({
      ret: 'failed',
      thirdErrorReason: expect.stringMatching(/^CLOSED/),
    });
    expect(await eventsOf(sandbox.url, no)).not.toContain('charged');
  });

  test('while a slow payment is under way keeps it from being charged', async () => {
    const no = newTractionNo();
    const slow = ask(pay, payBody(no, 'slow:1500'));
    await untilEvents(sandbox.url, no, { event: 'received', count: 1 });
    expect(await ask(cancel, { tractionNo: no })).toMatchObject({ ret: 'success' });
    expect(await slow).toMatchObject({ ret: 'failed' });
    expect(await eventsOf(sandbox.url, no)).not.toContain('charged');
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, newTractionNo, payBody, post, refundBody } from './sandbox-client.ts';
import {
  newDataDir,
  removeDataDir,
  runToItsEnd,
  type SandboxProcess,
  startSandbox,
} from './sandbox-process.ts';

let dataDir: string;
let sandbox: SandboxProcess;

beforeAll(async () => {
  dataDir = await newDataDir();
  sandbox = await startSandbox(dataDir);
});

afterAll(async () => {
  await sandbox.kill('SIGKILL');
  await removeDataDir(dataDir);
});

async function refusal(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await post(`${sandbox.url}${path}`, body, { headers });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message };
}

test.each([
  ['payAmount', '50'],
  ['payAmount', 0],
  ['payAmount', 1.5],
  ['payer', 7],
  ['payee', undefined],
  ['clientPayNo', null],
  ['orderStartAt', '2026-08-15T11:53:48Z'],
  ['payStartAt', undefined],
  ['payParams', 'text'],
  ['payParams', { payBarCode: 18 }],
  ['payParams', { sandbox: 1 }],
  ['clientExtraParams', undefined],
])('a payment whose %s is %s is 400, names it and moves nothing', async (field, value) => {
  const no = newTractionNo();
  const { status, message } = await refusal('/wechat/pay', { ...payBody(no), [field]: value });
  expect(status).toBe(400);
  expect(message).toContain(field);
  expect(await eventsOf(sandbox.url, no)).toEqual(['rejected']);
});

test.each([
  ['refundAmount', '1'],
  ['refundAmount', undefined],
  ['payTractionNo', undefined],
  ['thirdPayNo', 5],
  ['isCancel', 2],
  ['clientExtraParams', { sandbox: {} }],
])('a refund whose %s is %s is 400 and names it', async (field, value) => {
  const body = { ...refundBody(newTractionNo(), 1), [field]: value };
  const { status, message } = await refusal('/wechat/refund', body);
  expect(status).toBe(400);
  expect(message).toContain(field);
});

test('thirdPayNo may be null and fields the document does not name are let through', async () => {
  const body = refundBody(newTractionNo(), 1, { thirdPayNo: null, somethingNew: { a: 1 } });
  expect((await post(`${sandbox.url}/wechat/refund`, body)).status).toBe(200);
});

test('an Idempotency-Key must be the tractionNo', async () => {
  const no = newTractionNo();
  const wrong = await refusal('/wechat/pay', payBody(no), { 'idempotency-key': 'another' });
  expect(wrong.status).toBe(400);
  expect(wrong.message).toContain('Idempotency-Key');
  const headers = { 'idempotency-key': no };
  expect((await post(`${sandbox.url}/wechat/pay`, payBody(no), { headers })).status).toBe(200);
  expect(await eventsOf(sandbox.url, no)).toEqual(['rejected', 'received', 'charged']);
});

test.each(['nonsense', 'slow:abc', 'fail:3', 'failTimes:2:fail', 'slow:99999999', 'a:b:c', ''])(
  'the unknown behaviour "%s" is 400 and moves nothing',
  async (behaviour) => {
    const no = newTractionNo();
    expect((await refusal('/wechat/pay', payBody(no, behaviour))).status).toBe(400);
    expect(await eventsOf(sandbox.url, no)).toEqual(['rejected']);
  },
);

test('checkEnv answers true, and false for a merchant without an environment', async () => {
  const checkEnv = async (query: string) => {
    const response = await fetch(`${sandbox.url}/wechat/checkEnv${query}`);
    return { status: response.status, body: await response.json() };
  };
  expect(await checkEnv('?merchantUUID=M1')).toEqual({ status: 200, body: { ret: true } });
  const without = { ret: false, merchantUUID: 'noenv-1' };
  expect(await checkEnv('?merchantUUID=noenv-1')).toEqual({ status: 200, body: without });
  expect(await checkEnv('')).toMatchObject({ status: 400 });
});

test('GET /sandbox lists every behaviour once, as JSON and as text', async () => {
  const table = (await (await fetch(sandbox.url)).json()) as {
    behaviours: Array<{ code: string; name: string; description: string }>;
  };
  const codes = table.behaviours.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => /^(0000|9\d{3})$/.test(code))).toBe(true);
  const names = table.behaviours.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const text = await (await fetch(sandbox.url, { headers: { accept: 'text/html' } })).text();
  expect(text).not.toContain('<');
  expect(codes.filter((code) => !text.includes(`\n${code}  `))).toEqual([]);
});

test('a listed code and its name behave alike', async () => {
  const { behaviours } = (await (await fetch(sandbox.url)).json()) as {
    behaviours: Array<{ code: string; name: string; effect: string }>;
  };
  for (const { code, effect } of behaviours.filter(({ name }) => /charge.*(50|40)/.test(name))) {
    const no = newTractionNo();
    const payParams = { payBarCode: `13485356618120${code}` };
    const response = await post(`${sandbox.url}/wechat/pay`, payBody(no, undefined, { payParams }));
    expect(effect).toBe('success');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged']);
  }
});

test('a wrong setting ends the start with one line', async () => {
  const wrongSecret = await runToItsEnd(dataDir, { SANDBOX_NOTIFY_SECRET: '%%%' });
  expect(wrongSecret.code).toBe(1);
  expect(wrongSecret.output.trim()).toMatch(/^sandbox: SANDBOX_NOTIFY_SECRET: [^\n]+$/);
  const wrongLevel = await runToItsEnd(dataDir, { LOG_LEVEL: 'loud' });
  expect(wrongLevel.code).toBe(1);
  expect(wrongLevel.output.trim()).toMatch(/^sandbox: LOG_LEVEL: [^\n]+$/);
});

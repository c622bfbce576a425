import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, eventsOf, newTractionNo, payBody, post, untilEvents } from './sandbox-client.ts';
import { newDataDir, removeDataDir, type SandboxProcess, startSandbox } from './sandbox-process.ts';

let dataDir: string;
let sandbox: SandboxProcess;
let pay: string;

beforeAll(async () => {
  dataDir = await newDataDir();
  sandbox = await startSandbox(dataDir);
  pay = `${sandbox.url}/wechat/pay`;
});

afterAll(async () => {
  await sandbox.kill('SIGKILL');
  await removeDataDir(dataDir);
});

type Observe = (send: (signal?: AbortSignal) => Promise<Response>, no: string) => Promise<void>;

/** Nothing but the caller's own patience ends the call, long after it was taken. */
const hangs: Observe = async (send, no) => {
  const before = (await eventsOf(sandbox.url, no)).filter((event) => event === 'received').length;
  const patience = new AbortController();
  const call = send(patience.signal).catch((error: unknown) => error);
  await untilEvents(sandbox.url, no, { event: 'received', count: before + 1 });
  await sleep(200);
  patience.abort();
  expect(await call).toMatchObject({ name: 'AbortError' });
};

const resets: Observe = async (send) => {
  const error = await send().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ cause: { code: 'ECONNRESET' } });
};

const answers =
  (status: number, type: string): Observe =>
  async (send) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(type);
  };

const breaksOff: Observe = async (send) => {
  const response = await send();
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
};

const isNoJson: Observe = async (send) => {
  const response = await send();
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toThrow(SyntaxError);
};

const redirects: Observe = async (send) => {
  const response = await send();
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toMatch(/^\/sandbox\/redirected\/1/);
};

const hasStrangeRet: Observe = async (send) => {
  expect(await (await send()).json()).toMatchObject({ ret: 'ok' });
};

const ON_THE_LINE: ReadonlyArray<readonly [string, string, Observe]> = [
  ['hang', 'chargeThenHang', hangs],
  ['reset', 'chargeThenReset', resets],
  ['502', 'chargeThen502', answers(502, 'text/html')],
  ['garbage', 'chargeThenGarbage', answers(200, 'text/html')],
  ['truncated', 'chargeThenTruncated', isNoJson],
  ['redirect', 'chargeThenRedirect', redirects],
  ['cutOff', 'chargeThenCutOff', breaksOff],
  ['500', 'chargeThen500', answers(500, 'json')],
  ['400', 'chargeThen400', answers(400, 'json')],
  ['strangeRet', 'chargeThenStrangeRet', hasStrangeRet],
];

const sender = (no: string, behaviour: string) => (signal?: AbortSignal) =>
  post(pay, payBody(no, behaviour), signal === undefined ? {} : { signal });

describe.each(ON_THE_LINE)('%s', (without, charging, observe) => {
  test('instead of the payment: nothing is charged, a repeat meets it again', async () => {
    const no = newTractionNo();
    const send = sender(no, without);
    await observe(send, no);
    await observe(send, no);
    const { ret } = await ask(`${sandbox.url}/wechat/query`, { tractionNo: no });
    expect(ret).toBe('notFound');
    expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'received', 'received']);
  });

  test('after the payment: charged once, and a repeat is answered normally', async () => {
    const no = newTractionNo();
    await observe(sender(no, charging), no);
    expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged']);
    expect(await ask(pay, payBody(no, charging))).toMatchObject({ ret: 'success' });
    const { ret } = await ask(`${sandbox.url}/wechat/query`, { tractionNo: no });
    expect(ret).toBe('success');
  });

  test('Always: charged once, and a repeat meets it again', async () => {
    const no = newTractionNo();
    const send = sender(no, `${charging}Always`);
    await observe(send, no);
    await observe(send, no);
    expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged', 'received']);
  });
});

describe.each([
  ['huge', 8 << 20],
  ['gzipBomb', 32 << 20],
  ['drip:2', 140],
  ['wrongAmount', 140],
])('%s', (behaviour, leastLength) => {
  test('spoils the answer about a real charge, once', async () => {
    const no = newTractionNo();
    const response = await post(pay, payBody(no, behaviour));
    const text = await response.text();
    expect(text.length).toBeGreaterThan(leastLength);
    expect(JSON.parse(text)).toMatchObject({ tractionNo: no, ret: 'success' });
    expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged']);
    const again = await ask(pay, payBody(no, behaviour));
    expect(Object.keys(again)).toHaveLength(5);
  });
});

test('wrongAmount names one fen more than was charged', async () => {
  const answer = await ask(pay, payBody(newTractionNo(), 'wrongAmount'));
  expect(answer).toMatchObject({ ret: 'success', payAmount: 51 });
});

test('gzipBomb travels as less than 64 KiB', async () => {
  const body = JSON.stringify(payBody(newTractionNo(), 'gzipBomb'));
  const headers = { 'content-type': 'application/json' };
  const bytes = await new Promise<number>((resolve, reject) => {
    const call = request(pay, { method: 'POST', headers }, (response) => {
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      response.on('end', () => resolve(received));
    });
    call.on('error', reject).end(body);
  });
  expect(bytes).toBeLessThan(65_536);
});

test('drip sends a byte at a time', async () => {
  const signal = AbortSignal.timeout(3_000);
  const response = await post(pay, payBody(newTractionNo(), 'drip:100'), { signal });
  const sizes: number[] = [];
  const read = async () => {
    for await (const chunk of response.body ?? []) sizes.push((chunk as Uint8Array).length);
  };
  await expect(read()).rejects.toThrow(/timeout/);
  expect(sizes.length).toBeGreaterThan(5);
  expect(Math.max(...sizes)).toBeLessThan(5);
});

test('wrongTractionNo answers about another number', async () => {
  const no = newTractionNo();
  const wrong = await ask(pay, payBody(no, 'wrongTractionNo'));
  expect(wrong.ret).toBe('success');
  expect(wrong.tractionNo).not.toBe(no);
  expect((await ask(pay, payBody(no, 'wrongTractionNo'))).tractionNo).toBe(no);
});

test('following the redirect is seen in the ledger', async () => {
  const no = newTractionNo();
  await fetch(pay, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payBody(no, 'redirect')),
  });
  expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'redirectFollowed']);
});

test('failTimes:2 does the fault twice and then behaves', async () => {
  const no = newTractionNo();
  const body = payBody(no, 'failTimes:2:502');
  expect((await post(pay, body)).status).toBe(502);
  expect((await post(pay, body)).status).toBe(502);
  expect(await ask(pay, body)).toMatchObject({ ret: 'success' });
  const events = await eventsOf(sandbox.url, no);
  expect(events).toEqual(['received', 'received', 'received', 'charged']);
});

test('failTimes with a charging fault charges at the first POST', async () => {
  const no = newTractionNo();
  const body = payBody(no, 'failTimes:2:chargeThen502');
  expect((await post(pay, body)).status).toBe(502);
  expect((await post(pay, body)).status).toBe(502);
  expect(await ask(pay, body)).toMatchObject({ ret: 'success' });
  const events = await eventsOf(sandbox.url, no);
  expect(events).toEqual(['received', 'charged', 'received', 'received']);
});

describe('control', () => {
  const control = (behaviour: string | null, slug = 'storedValue') =>
    post(`${sandbox.url}/control`, { slug, behaviour });

  test('turns a whole connector bad and back, and no other one', async () => {
    const url = `${sandbox.url}/storedValue`;
    const no = newTractionNo();
    await ask(`${url}/pay`, payBody(no));
    await control('502');
    for (const path of ['pay', 'query', 'cancel']) {
      expect((await post(`${url}/${path}`, payBody(no))).status).toBe(502);
    }
    expect((await fetch(`${url}/checkEnv?merchantUUID=M1`)).status).toBe(502);
    expect(await eventsOf(sandbox.url, no)).toEqual([
      ...['received', 'charged'],
      ...['received', 'received', 'received'],
    ]);
    expect(await ask(pay, payBody(newTractionNo()))).toMatchObject({ ret: 'success' });
    const explicit = await ask(`${url}/pay`, payBody(newTractionNo(), 'succeed'));
    expect(explicit).toMatchObject({ ret: 'success' });
    await control(null);
    expect(await ask(`${url}/query`, { tractionNo: no })).toMatchObject({ ret: 'success' });
  });

  test('a payment that started under it goes on when it is lifted', async () => {
    const url = `${sandbox.url}/storedValue`;
    const no = newTractionNo();
    await control('runThenQuery:1');
    expect(await ask(`${url}/pay`, payBody(no))).toMatchObject({ ret: 'running' });
    await control(null);
    expect(await ask(`${url}/pay`, payBody(no))).toMatchObject({ ret: 'success' });
  });

  test('refuses what it does not know', async () => {
    expect((await control('nonsense')).status).toBe(400);
    expect((await control('hang', 'nosuch')).status).toBe(400);
  });
});

import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type NoticeReceiver,
  type ReceivedNotice,
  startNoticeReceiver,
} from './notice-receiver.ts';
import {
  ask,
  eventsOf,
  eventually,
  ledgerOf,
  newTractionNo,
  payBody,
  refundBody,
} from './sandbox-client.ts';
import { newDataDir, removeDataDir, type SandboxProcess, startSandbox } from './sandbox-process.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

let dataDir: string;
let sandbox: SandboxProcess;
let receiver: NoticeReceiver;

beforeAll(async () => {
  dataDir = await newDataDir();
  receiver = await startNoticeReceiver();
  sandbox = await startSandbox(dataDir, { SANDBOX_NOTIFY_SECRET: SECRET });
});

afterAll(async () => {
  await sandbox.kill('SIGKILL');
  await receiver.close();
  await removeDataDir(dataDir);
});

/** Pays with a behaviour and a notifyUrl whose token is the number itself with a letter in front. */
async function pay(behaviour: string, notifyUrl?: string) {
  const no = newTractionNo();
  const token = `t${no}`;
  const body = payBody(no, behaviour, { notifyUrl: notifyUrl ?? receiver.urlOf(token) });
  const answer = await ask(`${sandbox.url}/wechat/pay`, body);
  return { no, token, answer };
}

/** Standard Webhooks, read from its specification: HMAC-SHA256 over id.timestamp.body. */
function isWellSigned({ headers, text }: ReceivedNotice): boolean {
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const timestamp = Number(headers['webhook-timestamp']);
  const content = `${String(headers['webhook-id'])}.${timestamp}.${text}`;
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  const isFresh = Math.abs(Date.now() / 1000 - timestamp) < 300;
  return isFresh && headers['webhook-signature'] === expected;
}

async function queried(tractionNo: string): Promise<string> {
  return (await ask(`${sandbox.url}/wechat/query`, { tractionNo })).ret;
}

test('runThenNotice answers running and later posts the signed truth', async () => {
  const { no, token, answer } = await pay('runThenNotice:1000');
  expect(answer).toMatchObject({ ret: 'running', thirdOrderNo: '', tradeFinishedAt: '' });
  expect(receiver.of(token)).toEqual([]);
  const [notice] = await receiver.waitFor(token);
  const again = await ask(`${sandbox.url}/wechat/pay`, payBody(no, 'runThenNotice:1000'));
  expect(notice?.body).toEqual(again);
  expect(notice?.body).toMatchObject({ tractionNo: no, ret: 'success', thirdErrorReason: '' });
  expect(notice?.headers['content-type']).toBe('application/json');
  expect(notice && isWellSigned(notice)).toBe(true);
  const lines = await eventually(async () => {
    const found = await ledgerOf(sandbox.url, no);
    return found.some(({ event }) => event === 'notified') ? found : null;
  });
  expect(lines.find(({ event }) => event === 'notified')).toMatchObject({ status: 200 });
  expect(lines.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['received', 'planned', 'running', 'charged', 'notified']),
  );
});

test('a refund gets its notice too', async () => {
  const { no } = await pay('succeed');
  const token = `r${no}`;
  const notifyUrl = receiver.urlOf(token);
  const body = refundBody(no, 20, { sandbox: 'runThenNotice:100', notifyUrl });
  expect(await ask(`${sandbox.url}/wechat/refund`, body)).toMatchObject({ ret: 'running' });
  const [notice] = await receiver.waitFor(token);
  expect(notice?.body).toMatchObject({ tractionNo: body.tractionNo, ret: 'success' });
});

test('a notice that is not answered with 2xx comes again, with the same id', async () => {
  receiver.answerWith(500, 404);
  const { token } = await pay('runThenNotice:50');
  const notices = await receiver.waitFor(token, 3);
  expect(new Set(notices.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(notices.map(({ text }) => text)).size).toBe(1);
  expect(notices.every(isWellSigned)).toBe(true);
});

test('runThenFailNotice says failed and charges nothing', async () => {
  const { no, token } = await pay('runThenFailNotice:100');
  const [notice] = await receiver.waitFor(token);
  expect(notice?.body).toMatchObject({ ret: 'failed' });
  expect(await eventsOf(sandbox.url, no)).not.toContain('charged');
});

test('runThenSilence settles without a word', async () => {
  const { no, token } = await pay('runThenSilence:100');
  await eventually(async () => ((await queried(no)) === 'success' ? true : null));
  expect(receiver.of(token)).toEqual([]);
});

test('earlyNotice arrives before the answer', async () => {
  const { token, answer } = await pay('earlyNotice');
  expect(receiver.of(token)).toHaveLength(1);
  expect(receiver.of(token)[0]?.body).toEqual(answer);
});

test('doubleNotice arrives twice', async () => {
  const { token } = await pay('doubleNotice:100');
  const [one, two] = await receiver.waitFor(token, 2);
  expect(one?.text).toBe(two?.text);
});

test('lateNotice repeats what the answer said long before', async () => {
  const { token, answer } = await pay('lateNotice:1000');
  expect(answer.ret).toBe('success');
  expect(receiver.of(token)).toEqual([]);
  const [notice] = await receiver.waitFor(token);
  expect(notice?.body).toEqual(answer);
});

describe('forged notices', () => {
  test.each([
    ['forgedNotice', 'success'],
    ['forgedNoticeThenFail', 'failed'],
  ])('%s: a wrong token first, once, and then the truth', async (behaviour, ret) => {
    receiver.answerWith(404);
    const { no, token } = await pay(`${behaviour}:1000`);
    const [forged] = await receiver.waitFor(token.slice(1));
    expect(forged?.path.endsWith(token)).toBe(false);
    expect(forged?.body).toMatchObject({ tractionNo: no, ret: 'success', thirdOrderNo: 'FORGED' });
    expect(await queried(no)).toBe('running');
    const [truth] = await receiver.waitFor(token);
    expect(truth?.body).toMatchObject({ tractionNo: no, ret });
    expect(receiver.of(token.slice(1))).toHaveLength(2);
  });

  test.each(['badSignatureNotice', 'staleNotice'])('%s: then the true one', async (behaviour) => {
    receiver.answerWith(401);
    const { token } = await pay(`${behaviour}:100`);
    const [bad, good] = await receiver.waitFor(token, 2);
    expect(bad && isWellSigned(bad)).toBe(false);
    expect(good && isWellSigned(good)).toBe(true);
    expect(bad?.body).toMatchObject({ ret: 'success', thirdOrderNo: 'FORGED' });
  });
});

describe('notices that contradict', () => {
  test('failThenSuccessNotice: declined, then charged after all', async () => {
    const { no, token, answer } = await pay('failThenSuccessNotice:100');
    expect(answer.ret).toBe('failed');
    const [notice] = await receiver.waitFor(token);
    expect(notice?.body).toMatchObject({ ret: 'success', thirdErrorReason: '' });
    const refund = await ask(`${sandbox.url}/wechat/refund`, refundBody(no, 50));
    expect(refund).toMatchObject({ ret: 'success' });
  });

  test('successThenFailNotice: the charge stays, the notice lies', async () => {
    const { no, token, answer } = await pay('successThenFailNotice:100');
    expect(answer.ret).toBe('success');
    const [notice] = await receiver.waitFor(token);
    expect(notice?.body).toMatchObject({ ret: 'failed' });
    expect(await queried(no)).toBe('success');
  });

  test('wrongAmountNotice and wrongTractionNoNotice name something else', async () => {
    const amount = await pay('wrongAmountNotice:100');
    const [first] = await receiver.waitFor(amount.token);
    expect(first?.body).toMatchObject({ ret: 'success', payAmount: 51 });
    const number = await pay('wrongTractionNoNotice:100');
    const [second] = await receiver.waitFor(number.token);
    expect(second?.body['tractionNo']).not.toBe(number.no);
  });
});

test('a pending notice survives SIGKILL, and one that was delivered is not sent again', async () => {
  const delivered = await pay('runThenNotice:50');
  await eventually(async () =>
    (await eventsOf(sandbox.url, delivered.no)).includes('notified') ? true : null,
  );
  const pending = await pay('runThenNotice:2000');
  const overdue = await pay('runThenNotice:100');
  await sandbox.kill('SIGKILL');
  await sleep(150);
  expect(receiver.of(pending.token)).toEqual([]);
  sandbox = await startSandbox(dataDir, { SANDBOX_NOTIFY_SECRET: SECRET });
  for (const { no, token } of [overdue, pending]) {
    const [notice] = await receiver.waitFor(token);
    expect(notice?.body).toMatchObject({ tractionNo: no, ret: 'success' });
    const events = await eventsOf(sandbox.url, no);
    expect(events.filter((event) => event === 'charged')).toHaveLength(1);
  }
  expect(receiver.of(delivered.token)).toHaveLength(1);
});

test('no notice leaves this machine', async () => {
  const { no } = await pay('runThenNotice:20', 'http://192.168.7.6:7000/payInfo');
  const line = await eventually(async () => {
    const lines = await ledgerOf(sandbox.url, no);
    return lines.find(({ event }) => event === 'notified') ?? null;
  });
  expect(line).toMatchObject({ status: null, reason: 'notifyUrl is not on this machine' });
  expect(await queried(no)).toBe('success');
});

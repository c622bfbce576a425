import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ask,
  eventsOf,
  ledgerOf,
  newTractionNo,
  payBody,
  post,
  refundBody,
} from './sandbox-client.ts';
import { newDataDir, removeDataDir, type SandboxProcess, startSandbox } from './sandbox-process.ts';

let dataDir: string;
let sandbox: SandboxProcess;
let refund: string;

beforeAll(async () => {
  dataDir = await newDataDir();
  sandbox = await startSandbox(dataDir);
  refund = `${sandbox.url}/wechat/refund`;
});

afterAll(async () => {
  await sandbox.kill('SIGKILL');
  await removeDataDir(dataDir);
});

/** A charge of 50 fen. */
async function charge(): Promise<string> {
  const no = newTractionNo();
  await ask(`${sandbox.url}/wechat/pay`, payBody(no));
  return no;
}

test('refunds in parts up to the charge; more than is left is declined with the reason', async () => {
  const no = await charge();
  expect(await ask(refund, refundBody(no, 30))).toMatchObject({ ret: 'success' });
  const tooLarge = await ask(refund, refundBody(no, 21));
  expect(tooLarge.ret).toBe('failed');
  expect(tooLarge.thirdErrorReason).toContain('20 fen left');
  expect(await ask(refund, refundBody(no, 20))).toMatchObject({ ret: 'success' });
  expect(await ask(refund, refundBody(no, 1))).toMatchObject({ ret: 'failed' });
});

test('a repeated refund is the same refund, also after a restart', async () => {
  const no = await charge();
  const body = refundBody(no, 30);
  const first = await ask(refund, body);
  await sandbox.kill('SIGKILL');
  sandbox = await startSandbox(dataDir);
  refund = `${sandbox.url}/wechat/refund`;
  expect(await ask(refund, body)).toEqual(first);
  expect(await eventsOf(sandbox.url, body.tractionNo)).toEqual([
    'received',
    'refunded',
    'received',
  ]);
  expect(await ask(refund, refundBody(no, 21))).toMatchObject({ ret: 'failed' });
});

test('simultaneous refunds never give back more than was charged', async () => {
  const no = await charge();
  const bodies = Array.from({ length: 20 }, () => refundBody(no, 20));
  const answers = await Promise.all(bodies.map((body) => ask(refund, body)));
  expect(answers.filter(({ ret }) => ret === 'success')).toHaveLength(2);
  const lines = await (await fetch(`${sandbox.url}/ledger?payTractionNo=${no}`)).text();
  expect(lines.match(/"event":"refunded"/g)).toHaveLength(2);
});

test('without a charge there is nothing to refund', async () => {
  const declined = newTractionNo();
  await ask(`${sandbox.url}/wechat/pay`, payBody(declined, 'fail'));
  for (const no of [newTractionNo(), declined]) {
    const answer = await ask(refund, refundBody(no, 1));
    expect(answer).toMatchObject({ ret: 'failed' });
    expect(answer.thirdErrorReason).toMatch(/^NO_CHARGE/);
  }
  const other = await charge();
  const elsewhere = await ask(`${sandbox.url}/alipay/refund`, refundBody(other, 1));
  expect(elsewhere).toMatchObject({ ret: 'failed' });
});

test('isCancel takes the full amount only', async () => {
  const no = await charge();
  const part = await ask(refund, refundBody(no, 30, { isCancel: 1 }));
  expect(part.thirdErrorReason).toMatch(/^NOT_WHOLE/);
  expect(await ask(refund, refundBody(no, 50, { isCancel: 1 }))).toMatchObject({ ret: 'success' });
});

test('clientExtraParams.sandbox chooses the behaviour of a refund', async () => {
  const no = await charge();
  const failed = await ask(refund, refundBody(no, 10, { sandbox: 'fail' }));
  expect(failed).toMatchObject({ ret: 'failed' });

  const reset = refundBody(no, 10, { sandbox: 'chargeThenReset' });
  await expect(post(refund, reset)).rejects.toThrow('fetch failed');
  expect(await ask(refund, reset)).toMatchObject({ ret: 'success' });
  expect(await eventsOf(sandbox.url, reset.tractionNo)).toEqual([
    'received',
    'refunded',
    'received',
  ]);

  const running = refundBody(no, 10, { sandbox: 'runThenQuery:1' });
  expect(await ask(refund, running)).toMatchObject({ ret: 'running' });
  const { tractionNo } = running;
  const settled = await ask(`${sandbox.url}/wechat/query`, { tractionNo });
  expect(settled).toMatchObject({ ret: 'success' });
});

test('a refunded payment cannot be cancelled, a refund neither', async () => {
  const no = await charge();
  const body = refundBody(no, 10);
  await ask(refund, body);
  const cancel = `${sandbox.url}/wechat/cancel`;
  expect(await ask(cancel, { tractionNo: no })).toMatchObject({ ret: 'failed' });
  expect(await ask(cancel, { tractionNo: body.tractionNo })).toMatchObject({ ret: 'failed' });
  expect(await ledgerOf(sandbox.url, no)).not.toContainEqual(
    expect.objectContaining({ event: 'reversed' }),
  );
});

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import { startReceiver } from '../support/receiver-process.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { merchantToken } from '../support/tokens.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const gateway = sharedGateway();
const API = `${gateway.url}/api/v1.0.0`;

/** `npm run listen`, as it is built. */
function listen(token: string, ...options: readonly string[]) {
  const args = ['apps/cli/dist/listen.js', ...options];
  const env = { PATH: process.env['PATH'] ?? '', TOKEN: token };
  const child: ChildProcess = spawn(process.execPath, args, { cwd: ROOT, env });
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return {
    lines: () => output.trimEnd().split('\n'),
    errors: () => errors,
    exited,
    stop: () => child.kill('SIGINT'),
  };
}

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const hasLines = (count: number) => (lines: readonly string[]) => lines.length >= count;

test('listen posts what happens from now on, of the types asked for, signed, each once, and ends at Ctrl-C', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await shop.pay(mode, 'before');
  const secret = newSecret();
  const receiver = await startReceiver([secret]);
  onTestFinished(receiver.stop);
  const options = ['--api', API, '--forward-to', receiver.url, '--secret', secret];
  const token = await merchantToken(shop.merchantUUID);
  const program = listen(token, ...options, '--types', 'payment.succeeded,payment.refunded');
  await eventually(
    async () => program.lines(),
    (lines) => lines.some((one) => one.startsWith('Ready')),
  );
  const paid = (await shop.pay(mode, 'c1')).body.data.tractionNo as string;
  const refund = { payTractionNo: paid, clientRefundNo: 'r1', refundAmount: 200 };
  expect((await shop.client.post('/refund', refund)).status).toBe(200);
  const acted = await eventually(async () => receiver.acted(), hasLines(2));
  expect(acted.map((line) => line.replace(/ \d+$/, ''))).toEqual([
    `payment.succeeded ${paid}`,
    `payment.refunded ${paid}`,
  ]);
  const said = program.lines().filter((line) => line.includes(paid));
  expect(said).toEqual(
    said.map(() => expect.stringMatching(/^payment\.\w+ {2}\d+ {2}200 {2}\d+ ms$/)),
  );
  program.stop();
  expect([await program.exited, program.errors()]).toEqual([0, '']);
});

test('what a program does not take is said, with why, and the next one is sent', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  const receiver = await startReceiver([newSecret()]);
  onTestFinished(receiver.stop);
  const nowhere = `http://127.0.0.1:${await freePort()}/`;
  const token = await merchantToken(shop.merchantUUID);
  const programs = [receiver.url, nowhere].map((url) =>
    listen(token, '--api', API, '--forward-to', url, '--from', '2020-01-01 00:00:00'),
  );
  await shop.pay(mode, 'c1');
  await shop.pay(mode, 'c2');
  const ends = ['401, would come again', 'ECONNREFUSED, would come again'];
  for (const [at, program] of programs.entries()) {
    const said = async () => program.lines().filter((line) => line.startsWith('payment.'));
    const lines = await eventually(said, hasLines(2));
    expect(lines).toEqual(lines.map(() => expect.stringContaining(String(ends[at]))));
  }
});

test.each([
  [['--forward-to', 'ftp://localhost/'], '--forward-to needs an http or https URL'],
  [[], '--forward-to needs an http or https URL'],
  [['--forward-to', 'http://localhost/', '--nothing'], '--nothing'],
  [['--forward-to', 'http://localhost/', '--api', 'http://127.0.0.1:1/api/v1'], 'nobody answers'],
  [['--forward-to', 'http://localhost/', '--secret', 'short'], 'whsec_'],
])('what it cannot do it says in a line, and ends: %j', async (options, message) => {
  const program = listen('token', ...options);
  expect(await program.exited).toBe(1);
  expect(program.errors()).toContain(message);
  expect(program.errors()).not.toMatch(/^ +at /m);
});

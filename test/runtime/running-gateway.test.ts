import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess } from '@payserver/shared/runtime/process-identity';
import {
  announceGateway,
  findRunningGateway,
  withdrawGateway,
} from '@payserver/shared/runtime/running-gateway';
import { expect, onTestFinished, test } from 'vitest';

const GATEWAY = {
  apiUrl: 'http://127.0.0.1:7009/api/v1.0.0',
  publicUrl: 'http://localhost:7009',
  consoleUrl: null,
  sandboxUrl: null,
  accountsUrl: null,
  hasOwnDatabase: true,
  hasOwnKey: true,
};

async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'payserver-test-'));
  onTestFinished(async () => await rm(dir, { recursive: true, force: true }));
  return dir;
}

test('a gateway is found while it is announced, by nobody but its own user', async () => {
  const dir = await newDir();
  expect(await findRunningGateway(dir)).toBeNull();
  await announceGateway(dir, GATEWAY);
  expect(await findRunningGateway(dir)).toMatchObject(GATEWAY);
  expect((await stat(join(dir, 'gateway.json'))).mode & 0o777).toBe(0o600);
  await withdrawGateway(dir);
  expect(await findRunningGateway(dir)).toBeNull();
  await withdrawGateway(dir);
});

test('one that was killed is not found, nor one whose word is broken', async () => {
  const dir = await newDir();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const killed = await identifyProcess(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await announceGateway(dir, GATEWAY);
  const file = join(dir, 'gateway.json');
  const whole = await readFile(file, 'utf8');
  const words = [
    JSON.stringify({ ...GATEWAY, ...killed }),
    JSON.stringify({ ...(JSON.parse(whole) as object), startedAt: 'another/1' }),
    whole.slice(0, 40),
    '{}',
    'null',
    '',
  ];
  for (const word of words) {
    await writeFile(file, word);
    expect([word, await findRunningGateway(dir)]).toEqual([word, null]);
  }
});

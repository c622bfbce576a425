import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, eventsOf, newTractionNo, parseLines, payBody, post } from './sandbox-client.ts';
import {
  ledgerFile,
  newDataDir,
  removeDataDir,
  runToItsEnd,
  type SandboxProcess,
  startSandbox,
} from './sandbox-process.ts';

let dataDir: string;
let sandbox: SandboxProcess;

beforeEach(async () => {
  dataDir = await newDataDir();
  sandbox = await startSandbox(dataDir);
});

afterEach(async () => {
  await sandbox.kill('SIGKILL');
  await removeDataDir(dataDir);
});

test('a repeat after SIGKILL and restart answers the first charge and makes no second', async () => {
  const no = newTractionNo();
  const first = await ask(`${sandbox.url}/wechat/pay`, payBody(no));
  await sandbox.kill('SIGKILL');
  sandbox = await startSandbox(dataDir);
  const again = await ask(`${sandbox.url}/wechat/pay`, payBody(no));
  expect(again).toEqual(first);
  expect(first).toMatchObject({ tractionNo: no, ret: 'success', thirdErrorReason: '' });
  expect(first.tradeFinishedAt).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged', 'received']);
});

test('100 simultaneous repeats charge once and hear the same', async () => {
  const no = newTractionNo();
  const repeats = Array.from({ length: 100 }, () => ask(`${sandbox.url}/alipay/pay`, payBody(no)));
  const answers = await Promise.all(repeats);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const events = await eventsOf(sandbox.url, no);
  expect(events.filter((event) => event === 'charged')).toHaveLength(1);
  expect(events.filter((event) => event === 'received')).toHaveLength(100);
});

test('whatever was answered before a SIGKILL under load is on the disk, once', async () => {
  const answered = new Set<string>();
  const pay = async () => {
    for (;;) {
      const no = newTractionNo();
      const { ret } = await ask(`${sandbox.url}/wechat/pay`, payBody(no));
      if (ret === 'success') answered.add(no);
    }
  };
  const load = Array.from({ length: 16 }, () => pay().catch(() => undefined));
  await sleep(500);
  await sandbox.kill('SIGKILL');
  await Promise.all(load);
  expect(answered.size).toBeGreaterThan(10);
  sandbox = await startSandbox(dataDir);
  const charged = parseLines(await ledgerFile(dataDir)).filter(({ event }) => event === 'charged');
  const numbers = charged.map(({ tractionNo }) => tractionNo);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect([...answered].filter((no) => !numbers.includes(no))).toEqual([]);
});

test('a torn last line is cut off and the rest stays', async () => {
  const no = newTractionNo();
  await ask(`${sandbox.url}/wechat/pay`, payBody(no));
  await sandbox.kill('SIGKILL');
  const whole = await ledgerFile(dataDir);
  await appendFile(join(dataDir, 'sandbox', 'ledger.jsonl'), '{"at":1795392,"event":"char');
  sandbox = await startSandbox(dataDir);
  expect(await ledgerFile(dataDir)).toBe(whole);
  await ask(`${sandbox.url}/wechat/pay`, payBody(no));
  expect(await eventsOf(sandbox.url, no)).toEqual(['received', 'charged', 'received']);
});

test('a damaged line in the middle stops the start with one line and harms nothing', async () => {
  await ask(`${sandbox.url}/wechat/pay`, payBody(newTractionNo()));
  await sandbox.kill('SIGKILL');
  const path = join(dataDir, 'sandbox', 'ledger.jsonl');
  const damaged = `nonsense\n${await ledgerFile(dataDir)}`;
  await writeFile(path, damaged);
  const { code, output } = await runToItsEnd(dataDir);
  expect(code).toBe(1);
  expect(output.trim().split('\n')).toEqual([expect.stringContaining('line 1 is not JSON')]);
  expect(await readFile(path, 'utf8')).toBe(damaged);
});

test('a second start on the same port ends with one line before it touches the ledger', async () => {
  const { code, output } = await runToItsEnd(dataDir, { SANDBOX_PORT: String(sandbox.port) });
  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `sandbox: cannot listen on 127.0.0.1:${sandbox.port}: it is already in use`,
  );
});

test('the whole ledger is streamed, one number is filtered, DELETE clears for good', async () => {
  const [one, two] = [newTractionNo(), newTractionNo()];
  await ask(`${sandbox.url}/wechat/pay`, payBody(one));
  await ask(`${sandbox.url}/wechat/pay`, payBody(two));
  const all = parseLines(await (await fetch(`${sandbox.url}/ledger`)).text());
  expect(all.map(({ tractionNo }) => tractionNo)).toEqual([one, one, two, two]);
  expect(await eventsOf(sandbox.url, two)).toEqual(['received', 'charged']);

  expect((await fetch(`${sandbox.url}/ledger`, { method: 'DELETE' })).status).toBe(204);
  expect(await (await fetch(`${sandbox.url}/ledger`)).text()).toBe('');
  const { ret } = await ask(`${sandbox.url}/wechat/query`, { tractionNo: one });
  expect(ret).toBe('notFound');
  await ask(`${sandbox.url}/wechat/pay`, payBody(two));
  await sandbox.kill('SIGKILL');
  sandbox = await startSandbox(dataDir);
  expect(await eventsOf(sandbox.url, one)).toEqual(['received']);
  expect(await eventsOf(sandbox.url, two)).toEqual(['received', 'charged']);
});

test('only the owner can read the ledger file, and HTTP does not show notice tokens', async () => {
  const no = newTractionNo();
  const notifyUrl = 'http://127.0.0.1:9/payInfo/1/secret-token';
  await ask(`${sandbox.url}/wechat/pay`, payBody(no, 'runThenNotice:60000', { notifyUrl }));
  expect(await ledgerFile(dataDir)).toContain('secret-token');
  expect(await (await fetch(`${sandbox.url}/ledger`)).text()).not.toContain('secret-token');
  const { mode } = await stat(join(dataDir, 'sandbox', 'ledger.jsonl'));
  expect(mode & 0o777).toBe(0o600);
});

test('SIGTERM ends it with 0, also while a caller is left hanging', async () => {
  const hanging = post(`${sandbox.url}/wechat/pay`, payBody(newTractionNo(), 'hang')).then(
    () => 'answered',
    () => 'cut',
  );
  await sleep(200);
  const { code } = await sandbox.kill('SIGTERM');
  expect(code).toBe(0);
  expect(await hanging).toBe('cut');
});

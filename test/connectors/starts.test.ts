import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.mjs';
import { runCommand } from '../support/run-command.ts';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { startStubProcess } from '../support/stub.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

let dataDir: string;
let ports: Record<string, string>;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payserver-starts-'));
  const names = ['PORT', 'SANDBOX_PORT', 'ACCOUNTS_PORT', 'WECHAT_PORT', 'ALIPAY_PORT'];
  ports = {};
  for (const name of names) ports[name] = String(await freePort());
});
afterAll(async () => await rm(dataDir, { recursive: true }));

/** A merchant's file in a folder of its own. */
async function merchantsWith(file: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(dataDir, 'merchants-'));
  await writeFile(join(folder, file), text, { mode: 0o600 });
  return folder;
}

/** `npm run start:PROVIDER` with the merchants of a folder. */
async function startWith(provider: string) {
  const env = {
    ...ports,
    DATABASE_URL: await createDatabase(testServers()),
    JWT_SECRET: TEST_JWT_SECRET,
  };
  const setting = `${provider.toUpperCase()}_MERCHANTS`;
  return async (folder: string) => await runCommand(provider, { ...env, [setting]: folder });
}

const PROVIDERS = ['wechat', 'alipay'] as const;

test.each(PROVIDERS)('--with-stubs beside merchants of %s is refused', async (provider) => {
  const folder = join(dataDir, provider);
  await mkdir(folder);
  await writeFile(join(folder, 'M1.json'), '{}', { mode: 0o600 });
  const { code, errors } = await runCommand('--with-stubs', { ...ports, DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(errors).toMatch(/^payserver: [^\n]+\n$/);
  expect(errors).toContain(`--with-stubs would play ${provider} for the merchants in ${folder}`);
  await rm(folder, { recursive: true });
});

test.each(PROVIDERS)(
  '%s whose only merchant is wrong says what is, and shows nothing of its file',
  async (provider) => {
    const start = await startWith(provider);
    const broken = await merchantsWith('M1.json', '{"apiV2Key": "not-to-be-shown');
    const shown = await start(broken);
    expect([shown.code, shown.errors]).toEqual([1, `${provider}: M1.json: it is no JSON\n`]);
    const empty = await merchantsWith('M1.json', '{}');
    const { code, errors } = await start(empty);
    expect([code, errors]).toEqual([1, expect.stringMatching(/^\w+: M1\.json: \w+ .+\n$/)]);
  },
);

test.each(PROVIDERS)(
  'start:%s alone takes the calls of its gateway and no others',
  async (provider) => {
    const stub = await startStubProcess(provider);
    onTestFinished(stub.stop);
    const port = await freePort();
    const app = await spawnApp(
      'connector',
      {
        DATABASE_URL: await createDatabase(testServers()),
        JWT_SECRET: TEST_JWT_SECRET,
        [`${provider.toUpperCase()}_PORT`]: String(port),
        [`${provider.toUpperCase()}_MERCHANTS`]: stub.merchants,
      },
      ['apps/supervisor/bin/payserver.mjs', provider],
    );
    onTestFinished(app.stop);
    const url = `http://127.0.0.1:${port}`;
    const answer = await fetch(`${url}/checkEnv?merchantUUID=demo-shop`);
    expect(await answer.json()).toEqual({ ret: true });
    const json = { 'content-type': 'application/json' };
    expect((await fetch(`${url}/pay`, { method: 'POST', headers: json, body: '{}' })).status).toBe(
      401,
    );
  },
);

test('settings of merchants that everybody can read are refused', async () => {
  const folder = await merchantsWith('M1.json', '{}');
  await writeFile(join(folder, 'M2.json'), '{}', { mode: 0o644 });
  const { errors } = await (await startWith('wechat'))(folder);
  expect(errors).toMatch(/M2\.json: .*read/);
});

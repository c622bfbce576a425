import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.mjs';
import { TEST_JWT_SECRET } from './tokens.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 180_000;
const POLL_MS = 100;
/** Behind each other, as STUBS_PORT wants them. */
const STUB_PORTS = 5;

export type ProviderName = 'wechat' | 'alipay';

/** `npm start -- --with-stubs`, as a newcomer types it, on ports and data of its own. */
export interface StubbedGateway {
  readonly url: string;
  readonly dataDir: string;
  /** its settings: for commands that are typed beside it */
  readonly env: Readonly<Record<string, string>>;
  /** Calls the control API of a provider's stub. */
  control<T = unknown>(provider: ProviderName, call: string, body?: object): Promise<T>;
  phoneUrl(provider: ProviderName): string;
  stop(): Promise<void>;
}

/** @throws {Error} with its output, when it is not ready in three minutes */
export async function startStubbedGateway(): Promise<StubbedGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-stubs-'));
  const [port, stubs] = [await freePort(), await freePorts(STUB_PORTS)];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    npm_config_update_notifier: 'false',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    JWT_SECRET: TEST_JWT_SECRET,
    PORT: String(port),
    SANDBOX_PORT: String(await freePort()),
    ACCOUNTS_PORT: String(await freePort()),
    WECHAT_PORT: String(await freePort()),
    ALIPAY_PORT: String(await freePort()),
    STUBS_PORT: String(stubs),
  };
  const child = spawn('npm', ['start', '--', '--with-stubs'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilReady(child, dataDir);
  const controls = { wechat: stubs + 2, alipay: stubs + 4 };
  const at = (provider: ProviderName) => `http://127.0.0.1:${controls[provider]}`;
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    env,
    control: async <T>(provider: ProviderName, call: string, body?: object) => {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${at(provider)}/control/${call}`, init);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${call}: ${answer.status} ${text}`);
      return JSON.parse(text) as T;
    },
    phoneUrl: (provider) => `${at(provider)}/phone`,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The first of so many free ones behind each other. */
async function freePorts(count: number): Promise<number> {
  const found: number[] = [];
  while (found.length < count) {
    const port = await freePort();
    if (found.at(-1) !== port - 1) found.length = 0;
    found.push(port);
  }
  return found[0] ?? 0;
}

/** All its parts are ready, the connectors too, once it has announced itself. */
async function untilReady(child: ChildProcess, dataDir: string): Promise<void> {
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const until = performance.now() + READY_MS;
  while (!existsSync(join(dataDir, 'gateway.json'))) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`npm start -- --with-stubs is not ready:\n${output}`);
    }
    await sleep(POLL_MS);
  }
}

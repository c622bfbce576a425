import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningApp, spawnApp } from './spawn-app.ts';

/** What came as JSON; a test says of it what it expects. */
export type Json = ReturnType<JSON['parse']>;

/** A provider's stub as a process of its own, started from the build. */
export interface StubProcess {
  readonly port: number;
  readonly tlsPort: number;
  readonly controlPort: number;
  readonly dir: string;
  /** Where the merchants' files are. */
  readonly merchants: string;
  /** The file of a merchant. */
  merchant(merchantUUID?: string): Readonly<Record<string, Json>>;
  /** A file that a merchant's file names. */
  text(path: string): string;
  /** Calls the control API; a body makes it a POST. */
  control(path: string, body?: object): Promise<Json>;
  /** SIGKILL, and another one with the same folder and the same ports. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

interface Ready {
  readonly port: number;
  readonly tlsPort: number | null;
  readonly controlPort: number;
}

/** Starts the stub of a provider in a new folder. */
export async function startStubProcess(
  provider: 'wechat' | 'alipay',
  env: Readonly<Record<string, string>> = {},
): Promise<StubProcess> {
  const dir = mkdtempSync(join(tmpdir(), `${provider}-stub-`));
  const merchants = join(dir, 'merchants');
  const program = [`connectors/${provider}/stub/dist/bundle/main.mjs`];
  let app: RunningApp = await spawnApp('connector', { STUB_DIR: dir, ...env }, program);
  const ready = readyLine(app);
  const ports = {
    STUB_PORT: String(ready.port),
    STUB_TLS_PORT: String(ready.tlsPort ?? 0),
    STUB_CONTROL_PORT: String(ready.controlPort),
  };
  const text = (path: string) => readFileSync(join(merchants, path), 'utf8');
  return {
    ...{ port: ready.port, tlsPort: ready.tlsPort ?? 0, controlPort: ready.controlPort },
    ...{ dir, merchants, text },
    merchant: (merchantUUID = 'demo-shop') => JSON.parse(text(`${merchantUUID}.json`)),
    async control(path, body) {
      const url = `http://127.0.0.1:${ready.controlPort}/control/${path}`;
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(url, init);
      return await answer.json();
    },
    async restart() {
      app.signal('SIGKILL');
      await app.exited;
      app = await spawnApp('connector', { STUB_DIR: dir, ...env, ...ports }, program);
    },
    async stop() {
      await app.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function readyLine(app: RunningApp): Ready {
  const line = app
    .output()
    .split('\n')
    .find((text) => text.includes('"ready"'));
  return JSON.parse(line ?? '{}') as Ready;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = 'apps/sandbox/dist/bundle/main.mjs';
const READY_MS = 90_000;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A real sandbox process on a port of its own, from the build. */
export interface SandboxProcess {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  kill(signal: NodeJS.Signals): Promise<Ended>;
}

/** A fresh data directory for a test file. */
export function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'payserver-sandbox-'));
}

export function removeDataDir(dataDir: string): Promise<void> {
  return rm(dataDir, { recursive: true, force: true });
}

/** Starts the sandbox and waits until it serves; use `runToItsEnd` for one that must not. */
export async function startSandbox(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<SandboxProcess> {
  const { child, ended } = launch(dataDir, env);
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sandbox never got ready')), READY_MS);
    child.on('message', (message: { type: string; info: { port: number } }) => {
      clearTimeout(timer);
      resolve(message.info.port);
    });
    void ended.then(({ output }) => reject(new Error(`the sandbox ended:\n${output}`)));
  });
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { url: `http://127.0.0.1:${port}/sandbox`, port, dataDir, kill };
}

/** Starts a sandbox that is expected to give up. */
export function runToItsEnd(dataDir: string, env: Record<string, string> = {}): Promise<Ended> {
  return launch(dataDir, env).ended;
}

function launch(dataDir: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      DATA_DIR: dataDir,
      SANDBOX_PORT: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = once(child, 'close').then(
    ([code]): Ended => ({ code: code as number | null, output }),
  );
  return { child, ended };
}

/** The bytes of the ledger as they lie on the disk. */
export function ledgerFile(dataDir: string): Promise<string> {
  return readFile(join(dataDir, 'sandbox', 'ledger.jsonl'), 'utf8');
}

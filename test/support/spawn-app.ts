import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type AppName = 'api' | 'worker' | 'sandbox' | 'supervisor' | 'connector' | 'accounts';

/** One of the real processes, started from the build as in production. */
export interface RunningApp {
  readonly name: AppName;
  readonly pid: number;
  /** Everything it wrote so far, stdout and stderr. */
  output(): string;
  /** Resolves with its exit code, null when a signal ended it. */
  readonly exited: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  /** Says something over its IPC channel and answers the next message of this type. */
  ask(message: object, answer: string): Promise<AppMessage>;
  /** SIGTERM, and SIGKILL when it takes longer than 15 s; then waits for its end. */
  stop(): Promise<void>;
}

/** What a process says over its IPC channel. */
export type AppMessage = Readonly<Record<string, unknown>> & { readonly type?: string };

/** Under a load that takes both cores a start takes many times what it takes alone. */
const READY_MS = 60_000;

/**
 * Starts a process of the gateway and waits until it reports that it is ready.
 *
 * @param command what Node is started with, when not its build
 * @throws {Error} with its output when it ends or says nothing in 60 s
 */
export async function spawnApp(
  name: AppName,
  env: Readonly<Record<string, string | undefined>>,
  command: readonly string[] = [`apps/${name}/dist/bundle/main.mjs`],
): Promise<RunningApp> {
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    // A clean environment: settings of the machine that runs the tests must not leak in.
    // The suite's PostgreSQL does without fsync; only a start of its own asks what a gateway says to that.
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ALLOW_DATA_LOSS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const app: RunningApp = {
    name,
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    signal: (signal) => child.kill(signal),
    ask: async (message, answer) => await ask(child, message, answer),
    stop: () => stop(child, exited),
  };
  await ready(child, app);
  return app;
}

async function ready(child: ChildProcess, app: RunningApp): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const outcome = await Promise.race([
    new Promise<'ready'>((resolve) => {
      child.on('message', (message: { type?: string }) => {
        if (message.type === 'ready') resolve('ready');
      });
    }),
    app.exited.then((code) => `exited with ${code}`),
    new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`said nothing in ${READY_MS} ms`), READY_MS);
    }),
  ]);
  clearTimeout(timer);
  if (outcome === 'ready') return;
  child.kill('SIGKILL');
  throw new Error(`${app.name} ${outcome}:\n${app.output()}`);
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await exited;
  clearTimeout(timer);
}

async function ask(child: ChildProcess, message: object, answer: string): Promise<AppMessage> {
  const answered = new Promise<AppMessage>((resolve, reject) => {
    const listen = (reply: AppMessage) => {
      if (reply.type !== answer) return;
      child.off('message', listen);
      resolve(reply);
    };
    child.on('message', listen);
    // Without a callback the error of a process that has ended meanwhile would end the test run.
    child.send(message, (error) => {
      if (error !== null) reject(error);
    });
  });
  return await answered;
}

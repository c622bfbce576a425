import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the bench itself: a connector, a load. */
export interface HelperProcess<Report> {
  readonly pid: number;
  /** what it said when it was ready */
  readonly ready: { readonly port?: number };
  tell(message: object): void;
  /** Its next message. */
  next(): Promise<Report>;
  stop(): Promise<void>;
}

/** Starts a file of this folder and waits for its first message. */
export async function startHelper<Report>(
  file: string,
  env: Record<string, string> = {},
): Promise<HelperProcess<Report>> {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: file.endsWith('.ts') ? ['--import=tsx', '--conditions=payserver-source'] : [],
    env: { ...process.env, ...env },
    // What it says besides is not part of our table.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const next = async () => {
    const over = new AbortController();
    const ended = once(child, 'exit', over).then(() => {
      throw new Error(`${file} ended`);
    });
    try {
      const [message] = (await Promise.race([once(child, 'message', over), ended])) as [unknown];
      return message;
    } finally {
      ended.catch(() => undefined);
      over.abort();
    }
  };
  const ready = (await next()) as { port?: number };
  return {
    pid: child.pid ?? 0,
    ready,
    tell: (message) => child.send(message),
    next: async () => (await next()) as Report,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

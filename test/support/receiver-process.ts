import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.mjs';

const PROGRAM = fileURLToPath(
  new URL('../../docs/examples/receivers/receiver.mjs', import.meta.url),
);

/** The receiver of the documents, in a process of its own. */
export interface ReceiverProcess {
  readonly url: string;
  /** What it acted on, a line for each: type, traction number and sequence. */
  acted(): readonly string[];
  stop(): Promise<void>;
}

/** Starts the receiver of docs/examples with these secrets and waits until it listens. */
export async function startReceiver(secrets: readonly string[]): Promise<ReceiverProcess> {
  const port = await freePort();
  const env = { PORT: String(port), SECRETS: secrets.join(' ') };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = `http://127.0.0.1:${port}/`;
  await eventually(
    async () =>
      await fetch(url).then(
        () => true,
        () => false,
      ),
    (isThere) => isThere,
  );
  return {
    url,
    acted: () => output.trimEnd().split('\n'),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

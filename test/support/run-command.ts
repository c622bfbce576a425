import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../apps/supervisor/bin/payserver.mjs', import.meta.url));

/** A start that came to its end by itself. */
export interface EndedCommand {
  /** null when a signal ended it */
  readonly code: number | null;
  /** what it wrote to stderr, which people read */
  readonly errors: string;
  /** what it wrote to stdout */
  readonly output: string;
}

/** Runs what `npm run start:api` and its like run, in the build, and waits for its end. */
export async function runCommand(
  command: string | readonly string[],
  env: Readonly<Record<string, string>>,
  // Not in the repository, whose .env is the developer's.
  cwd = tmpdir(),
): Promise<EndedCommand> {
  const child = spawn(process.execPath, [PROGRAM].concat(command), {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors, output };
}

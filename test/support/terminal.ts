import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 120_000;

/** A command of a person or a service manager, in the repository. */
export interface Typed {
  readonly pid: number;
  /** everything it wrote so far, both streams */
  output(): string;
  /** resolves when it wrote something like this */
  wrote(what: RegExp): Promise<void>;
  /** types into its terminal */
  type(text: string): void;
  signal(signal: NodeJS.Signals): void;
  /** resolves with its exit code when it has ended and all that it wrote has been read */
  readonly ended: Promise<number | null>;
}

/** A command that came to its end. */
export interface Done {
  readonly code: number | null;
  readonly output: string;
}

/** Starts a command with nothing but these settings in its environment, on a terminal or with its output in pipes. */
export function typeCommand(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  { onTerminal = false } = {},
): Typed {
  const [program = '', ...args] = onTerminal
    ? ['script', '-qec', `exec ${command.join(' ')}`, '/dev/null']
    : command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: 'pipe',
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    wrote: async (what) => {
      const text = async () => output;
      await eventually(text, (seen) => what.test(seen) || child.exitCode !== null, READY_MS);
      if (!what.test(output)) throw new Error(`ended without ${what}:\n${output}`);
    },
    type: (text) => void child.stdin.write(text),
    signal: (signal) => child.kill(signal),
    ended,
  };
}

/** Runs a command to its end. */
export async function runTyped(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Done> {
  const typed = typeCommand(command, env);
  return { code: await typed.ended, output: typed.output() };
}

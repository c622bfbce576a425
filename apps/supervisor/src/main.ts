import { readEnvFile } from '@payserver/shared/runtime/env-file';
import { StartError } from '@payserver/shared/runtime/start-error';
import { reportFailure } from '@payserver/shared/runtime/start-part';
import { isPart, runPart } from './part.ts';
import { PREPARE_COMMAND } from './preparer.ts';

/**
 * What `npm start` runs. Without a command: the whole gateway under one supervisor; `--with-stubs`: with stubs that
 * play WeChat Pay and Alipay. With the name of a part (`api`, `worker`, `accounts`, `wechat`, `alipay`): that one alone, in this
 * process. `migrate`: only brings the database up to date.
 * `check-invariants`: only checks whether every order is as it must be; `check-audit`: whether the audit
 * log is whole; `console`: only prints a one-time link to the console.
 * Whatever keeps it from starting is printed on stderr, a line for each thing, with exit code 1.
 */
export async function main(
  command: string | undefined,
  ...options: readonly string[]
): Promise<void> {
  try {
    stopWithNpm();
    await readEnvFile();
    await run(command, options);
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}

const WITH_STUBS = '--with-stubs';

/** Each command loads what it needs and no more: the gateway's supervisor keeps what it has loaded for as long as it runs. */
async function run(command: string | undefined, options: readonly string[]): Promise<void> {
  if (command === undefined) await (await import('./gateway.ts')).runGateway();
  else if (command === WITH_STUBS) await (await import('./gateway.ts')).runGateway(true);
  else if (command === 'migrate') await (await import('./prepare.ts')).runMigrations();
  else if (command === 'check-invariants')
    await (await import('./check-invariants.ts')).checkInvariants(options);
  else if (command === 'check-audit')
    await (await import('./check-audit.ts')).checkAuditLog(options);
  else if (command === 'console') await (await import('./console-link.ts')).printConsoleLink();
  else if (command === PREPARE_COMMAND && process.connected)
    (await import('./prepare-child.ts')).runPreparations();
  else if (isPart(command)) await runPart(command);
  else
    throw new StartError(
      `no such command: ${command} (there are: --with-stubs, api, worker, accounts, wechat, alipay, migrate, check-invariants, check-audit, console)`,
    );
}

const POLL_MS = 1_000;

/**
 * Makes this process stop, as if it had got a SIGTERM, when what started it for npm is gone. The scripts of
 * package.json end in `exec`, so that npm's SIGTERM reaches this process and npm waits for its end, also where
 * npm is a container's process 1. But npm may be killed, and another script may put a shell in
 * between, which dies of that SIGTERM and tells nobody: a gateway would be left running that no one knows of.
 * Does nothing in a process that npm did not start: its parent decides whether it stays.
 */
function stopWithNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
}

import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { reportFailure } from '@payserver/shared/runtime/start-part';
import { checkAuditLog } from './check-audit.ts';
import { checkInvariants } from './check-invariants.ts';
import { runGateway } from './gateway.ts';
import { runMigrations } from './migrate.ts';
import { isPart, runPart } from './part.ts';
import { stopWithNpm } from './stop-with-npm.ts';

/**
 * What `npm start` runs. Without a command: the whole gateway under one supervisor. With the name of a
 * part (`api`, `worker`): that one alone, in this process. `migrate`: only brings the database up to date.
 * `check-invariants`: only checks whether every order is as it must be; `check-audit`: whether the audit
 * log is whole.
 * Whatever keeps it from starting is printed on stderr, a line for each thing, with exit code 1.
 */
export async function main(
  command: string | undefined,
  ...options: readonly string[]
): Promise<void> {
  try {
    stopWithNpm();
    if (existsSync('.env')) await explainFailure('read .env', async () => loadEnvFile('.env'));
    if (command === undefined) await runGateway();
    else if (command === 'migrate') await runMigrations();
    else if (command === 'check-invariants') await checkInvariants(options);
    else if (command === 'check-audit') await checkAuditLog(options);
    else if (isPart(command)) await runPart(command);
    else
      throw new StartError(
        `no such command: ${command} (there are: api, worker, migrate, check-invariants, check-audit)`,
      );
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}

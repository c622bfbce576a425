import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRunningGateway } from '@payserver/shared/runtime/running-gateway';
import { readSecretFile } from '@payserver/shared/runtime/secret-file';
import { StartError } from '@payserver/shared/runtime/start-error';
import { SUPERUSER } from './initialise.ts';

/** Line of postmaster.pid that holds the port; PostgreSQL's own format, unchanged since version 9.1. */
const PORT_LINE = 3;

/**
 * Where the embedded database of this data directory listens at the moment, for commands that read
 * it beside the running gateway.
 *
 * @throws {StartError} when it is not running
 */
export async function findRunningUrl(dataDir: string): Promise<string> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(text.split('\n')[PORT_LINE]);
  const password = await readSecretFile(join(dataDir, 'postgres-password'));
  if (!(port > 0) || password === undefined) {
    const running = await findRunningGateway(dataDir);
    throw new StartError(
      running?.hasOwnDatabase === false
        ? `the gateway on ${dataDir} was given a database: give this command the same DATABASE_URL`
        : `no database runs in ${dataDir}: start the gateway first, or set DATABASE_URL`,
    );
  }
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${SUPERUSER}`;
}

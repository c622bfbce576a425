import { join, resolve } from 'node:path';
import { makeDataDir } from '@payserver/shared/runtime/data-dir';
import { acquireFileLock } from '@payserver/shared/runtime/file-lock';
import type { Logger } from '@payserver/shared/runtime/logger';
import { exitOf } from '@payserver/shared/runtime/process-identity';
import { keepSecretFile, readSecretFile } from '@payserver/shared/runtime/secret-file';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { findBinaries } from './binaries.ts';
import { type ClusterPlace, linkCluster, locateCluster } from './cluster-dir.ts';
import {
  clusterVersion,
  type InitialiseInput,
  initialiseCluster,
  SUPERUSER,
} from './initialise.ts';
import { stopOrphan } from './orphan.ts';
import { chooseUser } from './run-as.ts';
import { stopServer } from './server-process.ts';
import { type RunningServer, startServer } from './start-server.ts';

/** What an embedded server needs to know. */
export interface EmbeddedPostgresInput {
  /** holds `postgres` (or a link to it), `postgres-password` and `postgres.log`; made when missing */
  readonly dataDir: string;
  /** 0: any free one */
  readonly port: number;
  /** more PostgreSQL settings, by name; tests turn fsync off with it */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running PostgreSQL that belongs to this process alone. */
export interface EmbeddedPostgres {
  /** with the password: do not log it */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** resolves, with what ended it, when the server's process has ended for whatever reason */
  readonly ended: Promise<string>;
  /** `fast` (default) ends sessions and writes everything down; `immediate` leaves that to the next start */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

/**
 * Starts a real PostgreSQL on 127.0.0.1 with its data in the data directory, and makes the database on
 * the first start. Runs as this process's user; as root, which PostgreSQL refuses, as another user, with
 * programs and data where that user can reach them. A server that a killed gateway left running is
 * stopped first; data that another running gateway uses is not touched.
 *
 * @throws {StartError} one line for a person: data in use or of another PostgreSQL version, port taken,
 *   full disk, no permission, a system that PostgreSQL does not run on
 */
export async function startEmbeddedPostgres(
  input: EmbeddedPostgresInput,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new StartError('the embedded database runs on Linux and macOS only: set DATABASE_URL');
  }
  const dataDir = resolve(input.dataDir);
  return await explainFailure(`use the database in ${dataDir}`, async () => {
    await makeDataDir(dataDir);
    const user = await chooseUser(join(dataDir, 'postgres'));
    const place = await locateCluster(dataDir, user);
    const binaries = await findBinaries(user);
    const lock = await acquireFileLock(`${place.dir}.lock`, `the database ${place.dir}`);
    try {
      await stopOrphan(place.dir, log);
      const cluster = { binaries, user, dir: place.dir };
      const password = await prepareCluster({ dataDir, place, cluster }, log);
      const server = await startServer({
        ...cluster,
        port: input.port,
        password,
        logFile: join(dataDir, 'postgres.log'),
        settings: input.settings ?? {},
      });
      return describe(server, password, lock.release);
    } catch (error) {
      await lock.release();
      throw error;
    }
  });
}

interface PrepareInput {
  readonly dataDir: string;
  readonly place: ClusterPlace;
  readonly cluster: InitialiseInput;
}

/** Makes the database where there is none, checks that an old one fits; returns its password. */
async function prepareCluster(
  { dataDir, place, cluster }: PrepareInput,
  log: Pick<Logger, 'info'>,
): Promise<string> {
  const passwordFile = join(dataDir, 'postgres-password');
  const version = await clusterVersion(cluster.dir);
  if (version === undefined) {
    log.info({ dir: cluster.dir, user: cluster.user?.name }, 'making a new database');
    // Stored before it is used: a database without its password would be lost.
    const password = await keepSecretFile(passwordFile);
    await initialiseCluster(cluster, password);
    await linkCluster(place);
    return password;
  }
  if (version !== cluster.binaries.major) {
    throw new StartError(
      `the database in ${cluster.dir} was made by PostgreSQL ${version} and this gateway brings ` +
        `PostgreSQL ${cluster.binaries.major}: move it with pg_dump, or run the gateway version that made it`,
    );
  }
  await linkCluster(place);
  const password = await readSecretFile(passwordFile);
  if (password !== undefined) return password;
  throw new StartError(
    `${passwordFile} is missing and the database in ${cluster.dir} cannot be opened without it: ` +
      'put it back, or rename that database to begin with an empty one',
  );
}

function describe(
  { child, port }: RunningServer,
  password: string,
  releaseLock: () => Promise<void>,
): EmbeddedPostgres {
  const ended = exitOf(child).then(async (how) => {
    await releaseLock();
    return how;
  });
  return {
    url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${SUPERUSER}`,
    port,
    pid: child.pid ?? 0,
    ended,
    stop: async (mode = 'fast') => {
      await stopServer(child, mode);
      await ended;
    },
  };
}

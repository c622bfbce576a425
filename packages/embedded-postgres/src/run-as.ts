import { type ExecFileOptions, execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';

const exec = promisify(execFile);

/** The user that PostgreSQL runs as; undefined: the one this process runs as. */
export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * What PostgreSQL's programs see of our environment: nothing but this, so that no PGDATA, PGPORT or
 * locale of the caller changes what they do.
 */
const CLEAN_ENV = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Options for child_process that run a program as that user, in a directory that everybody can enter. */
export function runAs(user: SystemUser | undefined): ExecFileOptions {
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  return { ...identity, cwd: '/', env: CLEAN_ENV };
}

/** What a program printed, or why it failed. */
export interface RunResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program to its end as that user. Never throws: a program that cannot start is a failed one. */
export async function runProgram(
  user: SystemUser | undefined,
  command: readonly [string, ...string[]],
): Promise<RunResult> {
  const [file, ...args] = command;
  try {
    const { stdout, stderr } = await exec(file, args, { ...runAs(user), encoding: 'utf8' });
    return { ok: true, output: `${stdout}${stderr}` };
  } catch (error) {
    const printed = (error as { stderr?: string }).stderr ?? '';
    return {
      ok: false,
      output: printed || (error instanceof Error ? error.message : String(error)),
    };
  }
}

/**
 * Chooses who PostgreSQL runs as. It refuses to run as root, so root needs another user: the owner of a
 * database that is already there, else `postgres`, else `nobody`. Anybody else runs it as themselves.
 *
 * @throws {StartError} when this process is root and the system has no other user
 */
export async function chooseUser(clusterDir: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(clusterDir);
  if (owner !== undefined) return owner;
  for (const name of ['postgres', 'nobody']) {
    const user = await findUser(name);
    if (user !== undefined) return user;
  }
  throw new StartError(
    'PostgreSQL refuses to run as root and there is no user "postgres" or "nobody"',
  );
}

async function ownerOf(clusterDir: string): Promise<SystemUser | undefined> {
  try {
    const { uid, gid } = await stat(clusterDir);
    return uid === 0 ? undefined : { name: `uid ${uid}`, uid, gid };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function findUser(name: string): Promise<SystemUser | undefined> {
  const uid = await runProgram(undefined, ['id', '-u', name]);
  const gid = await runProgram(undefined, ['id', '-g', name]);
  if (!uid.ok || !gid.ok) return undefined;
  return { name, uid: Number(uid.output), gid: Number(gid.output) };
}

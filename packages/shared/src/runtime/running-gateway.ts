import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

const STATE_FILE = 'gateway.json';

/** What a gateway tells the commands that are started beside it; nothing secret. */
export interface RunningGateway {
  /** where its API listens, as this machine reaches it, without a slash at its end */
  readonly apiUrl: string;
  /** where a browser on this machine finds its console; null without one */
  readonly consoleUrl: string | null;
  /** its PUBLIC_URL */
  readonly publicUrl: string;
  /** where its sandbox connectors listen; null without any */
  readonly sandboxUrl: string | null;
  /** where the shop's own books listen; null without them */
  readonly accountsUrl: string | null;
  /** by provider: where its stub shows the customer's phone; empty without stubs */
  readonly phoneUrls?: Readonly<Record<string, string>>;
  /** false: its database is that of a DATABASE_URL */
  readonly hasOwnDatabase: boolean;
  /** false: the key of its tokens was given to it, and is not in DATA_DIR */
  readonly hasOwnKey: boolean;
}

/** Leaves word in the data directory that this process runs a gateway on it. */
export async function announceGateway(dataDir: string, gateway: RunningGateway): Promise<void> {
  const path = join(dataDir, STATE_FILE);
  const state: RunningGateway & ProcessIdentity = {
    ...(await identifyProcess(process.pid)),
    ...gateway,
  };
  const draft = `${path}.new`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/** Takes the word back; call it while the directory is still locked. Never fails. */
export async function withdrawGateway(dataDir: string): Promise<void> {
  await rm(join(dataDir, STATE_FILE), { force: true }).catch(() => {});
}

/** The gateway that runs on this data directory now; null when there is none, also after it was killed. */
export async function findRunningGateway(dataDir: string): Promise<RunningGateway | null> {
  const text = await readFile(join(resolve(dataDir), STATE_FILE), 'utf8').catch(() => '');
  const state = parse(text);
  return state !== null && (await isRunning(state)) ? state : null;
}

function urlsThatMayLack({ sandboxUrl, accountsUrl, consoleUrl }: Partial<RunningGateway>) {
  return [sandboxUrl ?? '', accountsUrl ?? '', consoleUrl ?? ''];
}

function parse(text: string): (RunningGateway & ProcessIdentity) | null {
  try {
    const state = JSON.parse(text) as Partial<RunningGateway & ProcessIdentity>;
    const { pid, startedAt, apiUrl, publicUrl, hasOwnDatabase, hasOwnKey } = state;
    const isWhole =
      [startedAt, apiUrl, publicUrl, ...urlsThatMayLack(state)].every(
        (value) => typeof value === 'string',
      ) &&
      [hasOwnDatabase, hasOwnKey].every((value) => typeof value === 'boolean') &&
      typeof pid === 'number';
    return isWhole ? (state as RunningGateway & ProcessIdentity) : null;
  } catch {
    return null;
  }
}

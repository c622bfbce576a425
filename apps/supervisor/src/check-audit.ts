import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findRunningUrl } from '@payserver/embedded-postgres/running-url';
import { readConfig } from '@payserver/shared/runtime/config';
import { explainDatabase } from '@payserver/shared/runtime/explain-database';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { type ChainHead, checkAudit } from '@payserver/shared/store/audit-check';
import { createSealKey } from '@payserver/shared/store/audit-seal';
import { openDatabase } from '@payserver/shared/store/database';
import { fillSecrets } from './secrets.ts';

const USAGE =
  'usage: npm run check:audit [-- --head SEQ:SEAL] [--old-secret-file FILE]... (see docs/operator.md)';
const HEAD = /^(?<seq>\d{1,18}):(?<seal>[\w-]{43})$/;

/**
 * `npm run check:audit`: walks the chain of the audit log, in the database of DATABASE_URL or the running
 * one of DATA_DIR, and prints each record that was changed, removed or forged. The last line is
 * `N records, N breaches, head SEQ:SEAL`; a breach makes the exit code 1. Whoever keeps the head
 * elsewhere and gives it again as `--head` also finds records that were cut off at the end. Seals from
 * before NOTIFY_TOKEN_SECRET was changed need the old one, in a file.
 *
 * @throws {StartError} what a person must change: a wrong option, no such file, no database
 */
export async function checkAuditLog(args: readonly string[]): Promise<void> {
  const { head, oldSecretFiles } = readOptions(args);
  const config = readConfig();
  const url = config.embedded ? await findRunningUrl(config.DATA_DIR) : config.DATABASE_URL;
  const { NOTIFY_TOKEN_SECRET: secret } = await fillSecrets(config);
  const oldSecrets = await Promise.all(oldSecretFiles.map(readSecret));
  const db = openDatabase({ url, max: 2, name: 'payserver-check', onError: () => {} });
  try {
    await db.pool.query('SELECT 1').catch((error: unknown) => {
      throw explainDatabase(error, url);
    });
    const verdict = await checkAudit(db, [secret, ...oldSecrets].map(createSealKey), head);
    for (const breach of verdict.breaches) process.stdout.write(`BREACH ${breach}\n`);
    const { records, breaches } = verdict;
    process.stdout.write(
      `${records} records, ${breaches.length} breaches, head ${verdict.head.seq}:${verdict.head.seal}\n`,
    );
    if (breaches.length > 0) process.exitCode = 1;
  } finally {
    await db.close();
  }
}

interface Options {
  readonly head: ChainHead | null;
  readonly oldSecretFiles: readonly string[];
}

function readOptions(args: readonly string[]): Options {
  const options = {
    head: { type: 'string' },
    'old-secret-file': { type: 'string', multiple: true, default: [] as string[] },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const noted = HEAD.exec(values.head ?? '')?.groups;
    if (values.head === undefined || noted !== undefined) {
      const head = noted && { seq: BigInt(noted['seq'] ?? 0), seal: noted['seal'] ?? '' };
      return { head: head ?? null, oldSecretFiles: values['old-secret-file'] };
    }
  } catch {
    // reported below
  }
  throw new StartError(USAGE);
}

async function readSecret(path: string): Promise<string> {
  return (await explainFailure('read the old secret', () => readFile(path, 'utf8'))).trim();
}

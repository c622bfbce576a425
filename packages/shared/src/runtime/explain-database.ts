import { StartError, systemErrorCode } from './start-error.ts';

/** SQLSTATE, system and TLS codes that a person can do something about. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no answer',
  '25006': 'it is read-only (a standby, or default_transaction_read_only): name the primary',
  '28P01': 'wrong user or password',
  '28000': 'the server does not let this user in',
  '3D000': 'there is no such database',
  '42501': 'the user may not create tables there',
  '53100': 'its disk is full',
  '53300':
    'it has no connection left for this user (max_connections, or the limit of the role or database)',
  '55P03': 'another gateway has been migrating it for a minute',
  '57P03': 'it is starting up or shutting down',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host: use the name in the certificate, or sslmode=verify-ca',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

const UNTRUSTED =
  /^(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(?:VERIFY|GET_ISSUER)|^CERT_UNTRUSTED/;
/** What has no code of its own, or one that stands for many. */
const MESSAGES: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /does not support SSL/i,
    'it has no TLS: take sslmode out of DATABASE_URL, or sslmode=prefer, or give the server a certificate',
  ],
  [
    /no encryption|SSL off/,
    'it lets this user in with TLS only, or not at all: add sslmode=require to DATABASE_URL',
  ],
  [
    /unsupported startup parameter/i,
    'a pgbouncer in between refuses what DATABASE_URL says in options: take it out, or name it in ignore_startup_parameters',
  ],
  [/timeout/i, 'no answer'],
  [/unexpected|SSL connection|before secure TLS/i, 'it ended the connection without a word'],
];

/**
 * The same error, as one line that names the server and says what to do; a bug stays as it is, with its stack.
 *
 * @param doing what was tried: `use`, `migrate`
 */
export function explainDatabase(error: unknown, databaseUrl: string, doing = 'use'): unknown {
  if (error instanceof StartError) return error;
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  return new StartError(`cannot ${doing} ${nameOf(databaseUrl)}: ${reason}`, { cause: error });
}

/** How a line calls the database: never with its password. */
export function nameOf(databaseUrl: string): string {
  const { host, pathname, searchParams } = new URL(databaseUrl);
  return `the database ${host || searchParams.get('host') || 'on this machine'}${pathname}`;
}

function reasonOf(error: unknown): string | undefined {
  const code = systemErrorCode(error) ?? '';
  const text = error instanceof Error ? error.message : '';
  const said = MESSAGES.find(([pattern]) => pattern.test(text))?.[1];
  if (UNTRUSTED.test(code)) {
    return `nobody that this machine trusts has signed its certificate (${code}): name the authority with sslrootcert=FILE, or take sslmode=require`;
  }
  // A code such as 28000 says less than the message does.
  if (code === '28000' && said !== undefined) return said;
  return REASONS[code] ?? said;
}

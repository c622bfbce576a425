import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/** What `DATABASE_URL` says, read once for everybody who connects. */
export interface DatabaseUrl {
  /** for the driver, without what is read here */
  readonly connectionString: string;
  /** where our tables are */
  readonly schema: string;
  /** where BullMQ's are, when the queues live in the same database */
  readonly queueSchema: string;
  /** names of the server settings that the URL itself makes with `options`: the operator chose them */
  readonly ownSettings: ReadonlySet<string>;
  /** false: never; otherwise how the server must prove who it is */
  readonly tls: ConnectionOptions | false;
  /** a server that has no TLS is taken without */
  readonly isTlsOptional: boolean;
}

/** The URL cannot be used. `message` says in one line what to write instead, and holds no part of a password. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

const DEFAULT_SCHEMA = 'public';
const SCHEMA = /^[a-z_][a-z0-9_]{0,49}$/;
const RESERVED_SCHEMA = /^pg_|^information_schema$|(?:^|_)bullmq$/;
const OWN_SETTING = /(?:-c\s*|--)([\w.-]+)\s*=/g;
/** Read here, or only meant for other drivers. */
const NOT_FOR_DRIVER = ['schema', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'uselibpqcompat'];

/**
 * Reads it as people who know libpq and Prisma expect: `schema` is where the tables are, and `sslmode`, `sslrootcert`,
 * `sslcert` and `sslkey` mean what they mean for psql (`sslrootcert=system` or none: the authorities that Node knows).
 *
 * @throws {DatabaseUrlError} one line
 */
export function readDatabaseUrl(text: string): DatabaseUrl {
  const url = parseUrl(text);
  const { searchParams: query } = url;
  const schema = readSchema(query.get('schema') ?? DEFAULT_SCHEMA);
  const mode = query.get('sslmode') ?? process.env['PGSSLMODE'] ?? '';
  const tls = readTls(mode, query);
  const ownSettings = [...(query.get('options') ?? '').matchAll(OWN_SETTING)];
  for (const name of NOT_FOR_DRIVER) query.delete(name);
  return {
    connectionString: url.href,
    schema,
    queueSchema: schema === DEFAULT_SCHEMA ? 'bullmq' : `${schema}_bullmq`,
    ownSettings: new Set(
      ownSettings.map(([, name = '']) => name.replaceAll('-', '_').toLowerCase()),
    ),
    tls,
    isTlsOptional: mode === 'prefer' || mode === 'allow',
  };
}

function parseUrl(text: string): URL {
  const authority = /^\w+:\/\/([^/?#]*)/.exec(text)?.[1] ?? '';
  const isUrl = URL.canParse(text);
  const query = isUrl ? new URL(text).searchParams : new URLSearchParams();
  const hosts = `${authority.slice(authority.lastIndexOf('@') + 1)}${query.get('host') ?? ''}`;
  if (hosts.includes(',') || query.has('target_session_attrs')) throw manyHosts();
  if (isUrl) return new URL(text);
  throw new DatabaseUrlError('must be a URL that begins with postgres:// or postgresql://');
}

/** The name of a NOTIFY channel: gateways that share a database in schemas of their own do not hear each other. */
export function channelIn(schema: string, name: string): string {
  return schema === DEFAULT_SCHEMA ? name : `${name}_${schema}`;
}

function manyHosts(): DatabaseUrlError {
  return new DatabaseUrlError(
    'names several hosts, or target_session_attrs: name one, an address that follows the primary (a virtual IP, a proxy, or DNS)',
  );
}

function readSchema(schema: string): string {
  if (SCHEMA.test(schema) && !RESERVED_SCHEMA.test(schema)) return schema;
  throw new DatabaseUrlError(
    'schema must be lower case letters, digits and _ (at most 50), and not a schema of PostgreSQL or BullMQ',
  );
}

type TlsNeeds = 'none' | 'encrypted' | 'authority' | 'name';

/** What each mode asks of a server; `require` with an authority is `verify-ca`, as in libpq. */
const TLS_MODES: Readonly<Record<string, TlsNeeds>> = {
  disable: 'none',
  allow: 'encrypted',
  prefer: 'encrypted',
  'no-verify': 'encrypted',
  require: 'encrypted',
  'verify-ca': 'authority',
  'verify-full': 'name',
};

function readTls(mode: string, query: URLSearchParams): ConnectionOptions | false {
  const root = query.get('sslrootcert') ?? '';
  const hasRoot = root !== '' && root !== 'system';
  const needs = tlsNeeds(mode, root);
  if (needs === 'none') return false;
  if (needs === 'encrypted') return { rejectUnauthorized: false, ...certificates(query, false) };
  if (needs === 'name') return certificates(query, hasRoot);
  if (!hasRoot) throw noAuthority();
  return { checkServerIdentity: () => undefined, ...certificates(query, true) };
}

function tlsNeeds(mode: string, root: string): TlsNeeds {
  // An authority without a mode asks for all that it can prove.
  if (mode === '') return root === '' ? 'none' : 'name';
  if (mode === 'require' && root !== '') return root === 'system' ? 'name' : 'authority';
  const needs = TLS_MODES[mode];
  if (needs !== undefined) return needs;
  throw new DatabaseUrlError(
    'sslmode must be disable, allow, prefer, require, verify-ca or verify-full',
  );
}

function noAuthority(): DatabaseUrlError {
  return new DatabaseUrlError(
    'sslmode=verify-ca needs sslrootcert=FILE, the certificate of the authority; verify-full works without for public ones',
  );
}

function certificates(query: URLSearchParams, hasRoot: boolean): ConnectionOptions {
  const files = { ca: hasRoot ? 'sslrootcert' : null, cert: 'sslcert', key: 'sslkey' };
  const read = Object.entries(files).map(([option, name]) => {
    const path = name === null ? null : query.get(name);
    return path === null || name === null ? [] : [[option, readPem(name, path)]];
  });
  return Object.fromEntries(read.flat()) as ConnectionOptions;
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new DatabaseUrlError(`${name}: the file ${path} cannot be read`);
  }
}

/**
 * What PostgreSQL, the driver and Prisma say when the database is unavailable, full or busy, not when the
 * statement is wrong, and the message that people then read. SQLSTATE classes:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const REASONS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^53300$|TooManyConnections/, 'the database has no connection left for the gateway'],
  [/^53100$/, "the database's disk is full"],
  [/^(?:53...)$/, 'the database has too little memory or room'],
  [/^25006$/, 'the database is read-only'],
  [
    /^(?:40001|40P01|P2034|TransactionWriteConflict)$/,
    'the database had others change the same rows',
  ],
  [/^(?:57014|55P03|P1008|SocketTimeout)$|query read timeout/i, 'the database took too long'],
  [/^(?:P2024|P2037)$|timeout exceeded when trying to connect/i, 'no database connection was free'],
  [
    /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|P1001|P1002|P1017|08...|57P0.)$/,
    'the database cannot be reached',
  ],
  // node-postgres throws these without a code
  [
    /connection terminated|client has encountered a connection error|cannot use a pool after calling end|DatabaseNotReachable|ConnectionClosed|server does not support SSL/i,
    'the database cannot be reached',
  ],
];
const MAX_CAUSES = 6;

/**
 * Whether this error says "not now" rather than "never": the same request may work a moment later.
 * Searches the causes, because Prisma wraps what the driver threw.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return whyDatabaseUnavailable(error) !== null;
}

/** What is wrong with the database, in words that any caller may read; null for an error that will not pass. */
export function whyDatabaseUnavailable(error: unknown): string | null {
  let level: readonly unknown[] = [error];
  for (let depth = 0; depth < MAX_CAUSES && level.length > 0; depth += 1) {
    for (const one of level) {
      const reason = reasonOf(one);
      if (reason !== null) return reason;
    }
    level = level.flatMap(causesOf);
  }
  return null;
}

function causesOf(error: unknown): unknown[] {
  if (!(error instanceof Object)) return [];
  // Where Prisma keeps what the driver said when it has no word of its own for it (P2010, P2039).
  const meta: unknown = Reflect.get(error, 'meta');
  const driver: unknown = meta instanceof Object ? Reflect.get(meta, 'driverAdapterError') : null;
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [Reflect.get(error, 'cause'), driver, ...several].filter((one) => one instanceof Object);
}

function reasonOf(error: unknown): string | null {
  if (!(error instanceof Object)) return null;
  const said = ['code', 'originalCode', 'kind', 'message']
    .map((key): unknown => Reflect.get(error, key))
    .filter((word) => typeof word === 'string');
  for (const word of said) {
    const reason = REASONS.find(([pattern]) => pattern.test(word));
    if (reason !== undefined) return reason[1];
  }
  return null;
}

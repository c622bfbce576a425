/**
 * What PostgreSQL, the driver and Prisma say when the database is away, full or busy, not when the
 * statement is wrong. SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|P1001|P1002|P1008|P1017|P2024|P2034|P2037|08...|53...|57P0.|57014|25006|40001|40P01|55P03)$/;
/** node-postgres throws these without a code */
const AWAY_MESSAGE =
  /timeout exceeded when trying to connect|query read timeout|connection terminated|client has encountered a connection error|cannot use a pool after calling end|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections/i;
const MAX_CAUSES = 5;

/**
 * Whether this error says "not now" rather than "never": the same request may work a moment later.
 * Looks through causes, because Prisma wraps what the driver threw.
 */
export function isDatabaseAway(error: unknown): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Object; depth += 1) {
    if (saysAway(current)) return true;
    if (current instanceof AggregateError && current.errors.some(saysAway)) return true;
    current = 'cause' in current ? current.cause : undefined;
  }
  return false;
}

function saysAway(error: unknown): boolean {
  if (!(error instanceof Object)) return false;
  const codes = ['code', 'originalCode', 'kind'].map((key): unknown => Reflect.get(error, key));
  if (
    codes.some((code) => typeof code === 'string' && (AWAY.test(code) || AWAY_MESSAGE.test(code)))
  ) {
    return true;
  }
  return error instanceof Error && AWAY_MESSAGE.test(error.message);
}

import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import { DatabaseError, type FieldDef, type Pool } from 'pg';

/**
 * Prisma's adapter with the two repairs that its schema engine needs. Remove each once Prisma's own
 * version passes `npm run check:drift` and applies a migration with a trigger in it.
 *
 * @param pool one connection at most; the caller ends it
 * @param schema where the tables are
 */
export function schemaEngineAdapter(
  pool: Pool,
  schema: string,
): SqlMigrationAwareDriverAdapterFactory {
  const charFields = hideCharType(pool);
  const prisma = new PrismaPg(pool, { schema });
  return {
    provider: 'postgres',
    adapterName: prisma.adapterName,
    connect: async () => repair(await prisma.connect(), pool, charFields),
    // With a URL, Prisma's own opens the main database here and would write its trials into it.
    connectToShadowDb: async () => {
      throw new Error('no shadow database: compare with a scratch database instead');
    },
  };
}

function repair(
  adapter: SqlDriverAdapter,
  pool: Pool,
  charFields: () => boolean[],
): SqlDriverAdapter {
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    // Prisma's own cuts the script at every semicolon, also inside a trigger's body or a comment. Sent
    // whole, PostgreSQL itself splits it.
    executeScript: async (script: string) => {
      await pool.query(script).catch((error: unknown) => {
        throw toDriverError(error);
      });
    },
    // The engine reads the catalogue's one-byte "char" columns, and panics unless they are characters.
    queryRaw: async (query: SqlQuery) => {
      const result = await queryRaw(query);
      const isChar = charFields();
      const columnTypes = result.columnTypes.map((type, i) =>
        isChar[i] === true ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    },
  });
}

const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Makes every result of the pool call "char" columns text, because Prisma's adapter refuses them.
 * Returns which columns of the last result that were.
 */
function hideCharType(pool: Pool): () => boolean[] {
  const query: (...args: unknown[]) => unknown = pool.query.bind(pool);
  let isChar: boolean[] = [];
  const retyped = async (...args: unknown[]) => {
    const result = (await query(...args)) as { fields?: FieldDef[] };
    isChar = (result.fields ?? []).map((field) => field.dataTypeID === CHAR_OID);
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    }
    return result;
  };
  Object.assign(pool, { query: retyped });
  return () => isChar;
}

function toDriverError(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  return new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'N/A',
    severity: error.severity ?? 'N/A',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}

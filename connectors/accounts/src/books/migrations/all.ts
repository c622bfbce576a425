import { AUDIT } from './audit.ts';
import { GUARDS } from './guards.ts';
import { IMPORTS } from './imports.ts';
import { LISTS } from './lists.ts';
import { OPENINGS } from './openings.ts';
import { PAYS } from './pays.ts';
import { POSTING } from './posting.ts';
import { PREPAID } from './prepaid.ts';
import { REFUNDS } from './refunds.ts';
import { STATEMENTS } from './statements.ts';
import { TABLES } from './tables.ts';

/** One step of the schema. A released one never changes; a change is another one behind it. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '001_tables', sql: TABLES },
  { name: '002_guards', sql: GUARDS },
  { name: '003_posting', sql: POSTING },
  { name: '004_openings', sql: OPENINGS },
  { name: '005_pays', sql: PAYS },
  { name: '006_refunds', sql: REFUNDS },
  { name: '007_prepaid', sql: PREPAID },
  { name: '008_statements', sql: STATEMENTS },
  { name: '009_imports', sql: IMPORTS },
  { name: '010_lists', sql: LISTS },
  { name: '011_audit', sql: AUDIT },
];

// Writes a new migration from what schema.prisma says and the migrations do not: `npm run migrate:new -- <name>`.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { MIGRATIONS_DIR } from '@payserver/shared/store/migration-state';
import { schemaDifference } from './schema-difference.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write('Usage: npm run migrate:new -- <name_in_small_letters>\n');
  process.exit(1);
}
const difference = await schemaDifference();
if (difference === undefined) {
  process.stdout.write('Nothing to do: schema.prisma and prisma/migrations agree\n');
} else {
  // Prisma sorts migrations by this prefix: the time in UTC, to the second.
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const dir = join(MIGRATIONS_DIR, `${time}_${name}`);
  await mkdir(dir);
  await writeFile(join(dir, 'migration.sql'), difference);
  process.stdout.write(
    `Wrote ${relative(process.cwd(), dir)}/migration.sql: read it before you commit it\n`,
  );
}

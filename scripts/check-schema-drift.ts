// Fails when schema.prisma and the migrations say different things: `npm run check:drift`.
import { schemaDifference } from './schema-difference.ts';

const difference = await schemaDifference();
if (difference === undefined) {
  process.stdout.write('schema.prisma and prisma/migrations agree\n');
} else {
  process.stderr.write(
    'schema.prisma says more or less than prisma/migrations. What is missing:\n\n' +
      `${difference}\nRun: npm run migrate:new -- <name>\n`,
  );
  process.exitCode = 1;
}

import { defineConfig } from 'prisma/config';

// The URL is read only by `prisma migrate deploy` and `prisma studio`; generating needs none.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});

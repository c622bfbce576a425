// npm run server-settings: what becomes of a gateway with each of these settings of a PostgreSQL or a Redis that
// another team runs, as two tables. `-- postgres` or `-- redis` prints one.
import { tryPostgresSettings } from './postgres.ts';
import { tryRedisSettings } from './redis.ts';
import type { SeenSetting } from './seen.ts';

const [only] = process.argv.slice(2);
let tried = 0;
let bad = 0;

function print({ setting, health, payments }: SeenSetting): void {
  tried += 1;
  console.log(`| \`${setting}\` | ${health} | ${payments} |`);
  if (!payments.startsWith('not paid')) return;
  bad += 1;
  process.exitCode = 1;
}

const head = (server: string, part: string) =>
  console.log(
    `\n| setting of ${server} | the ${part}, by \`/health/ready\` | a payment |\n|---|---|---|`,
  );

if (only !== 'redis') {
  head('PostgreSQL', 'database');
  await tryPostgresSettings(print);
}
if (only !== 'postgres') {
  head('Redis', 'queue');
  await tryRedisSettings(print);
}
console.log(`\n${tried} settings tried, ${bad} with a payment that was not paid`);

// npm run server-settings:redis: what becomes of a gateway with each of these settings of its Redis, as a table.
import { tryRedisSettings } from './redis.ts';

console.log('| setting of Redis | the queue, by `/health/ready` | a payment |\n|---|---|---|');
await tryRedisSettings(({ setting, health, payments }) => {
  console.log(`| \`${setting}\` | ${health} | ${payments} |`);
  if (payments.startsWith('not paid')) process.exitCode = 1;
});

import { parseArgs } from 'node:util';
import { readConfig } from '@payserver/shared/runtime/config';
import { mintToken } from './mint-token.ts';
import { runCommand, UsageError } from './run-command.ts';

const USAGE = `Usage: npm run token -- --merchant UUID [--admin] [--sub NAME] [--ttl 1h]

Prints a bearer token for the gateway whose settings (.env, DATA_DIR) are found here.
  --merchant UUID  whose pay modes and orders it may touch
  --admin          may name any merchant, register templates and use the operator's routes
  --sub NAME       who acts with it: recorded with everything an operator does by hand
  --ttl 1h         how long it is valid: 30m, 12h, 7d`;

await runCommand(async () => {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${USAGE}\n`);
  const merchantUUID = options.merchant ?? (options.admin ? 'operator' : undefined);
  if (merchantUUID === undefined) throw new UsageError(`--merchant is missing\n\n${USAGE}`);
  const { admin: isAdmin, sub: subject = null, ttl } = options;
  const wish = { merchantUUID, isAdmin, subject, ttl };
  process.stdout.write(`${await mintToken(readConfig(), wish)}\n`);
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        merchant: { type: 'string' },
        admin: { type: 'boolean', default: false },
        sub: { type: 'string' },
        ttl: { type: 'string', default: '1h' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (/^\d+ *(s|m|h|d|w|y)$/.test(values.ttl)) return values;
    throw new UsageError(`--ttl must look like 30m, 12h or 7d, not "${values.ttl}"\n\n${USAGE}`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${String(error)}\n\n${USAGE}`, { cause: error });
  }
}

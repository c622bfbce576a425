import { parseArgs } from 'node:util';
import { STAFF_ROLES } from '@payserver/shared/domain/permissions';
import { readConfig } from '@payserver/shared/runtime/config';
import { mintToken } from './mint-token.ts';
import { runCommand, UsageError } from './run-command.ts';

const USAGE = `Usage: npm run token -- --merchant UUID [--role ROLE] [--sub NAME] [--ttl 1h]

Prints a bearer token for the gateway whose settings (.env, DATA_DIR) are found here.
  --merchant UUID  whose pay modes and orders it may touch
  --role ROLE      of the staff: view, support, operate or admin; without --merchant of all merchants
  --admin          the same as --role admin: of all merchants, whichever is named
  --sub NAME       who acts with it: recorded with everything an operator does by hand
  --ttl 1h         how long it is valid: 30m, 12h, 7d`;

await runCommand(async () => {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${USAGE}\n`);
  const role = readRole(options);
  if (options.merchant === undefined && role === null) {
    throw new UsageError(`--merchant is missing\n\n${USAGE}`);
  }
  // What is done by hand is recorded with a name, of an administrator as it always was.
  const nobody = role === 'admin' ? 'operator' : null;
  const { merchant: merchantUUID = nobody, sub = null, ttl } = options;
  const wish = { merchantUUID, role, subject: sub ?? (merchantUUID === null ? role : null), ttl };
  process.stdout.write(`${await mintToken(readConfig(), wish)}\n`);
});

function readRole({ role, admin }: { readonly role?: string; readonly admin: boolean }) {
  const wanted = role ?? (admin ? 'admin' : undefined);
  if (wanted === undefined) return null;
  const known = STAFF_ROLES.find((one) => one === wanted);
  if (known !== undefined && (!admin || known === 'admin')) return known;
  const roles = STAFF_ROLES.join(', ');
  throw new UsageError(`--role must be one of ${roles}, not "${wanted}"\n\n${USAGE}`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        merchant: { type: 'string' },
        role: { type: 'string' },
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

import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DEMO_MERCHANT } from '@payserver/shared/domain/demo-shop';
import { readConfig } from '@payserver/shared/runtime/config';
import { createGatewayClient, findGateway } from './gateway-client.ts';
import { createForwarder } from './listen/forward.ts';
import { pollEvents } from './listen/poll.ts';
import { mintToken } from './mint-token.ts';
import { runCommand, UsageError } from './run-command.ts';

const SECRET_BYTES = 32;

const HELP = `Usage: npm run -s listen -- --forward-to URL [--merchant UUID] [--types a,b] [--from TIME]

Sends a merchant's events to a program on this machine as the gateway would send them, signed, while it is being
written: the gateway needs no way to reach it and no endpoint is registered. Prints a line for each with what was
answered. Each is sent once; a line says where the gateway would send it again. Ctrl-C ends it.
  --forward-to URL  where to, http or https
  --merchant UUID   whose events; the demo shop's unless given
  --types a,b       only these types
  --from TIME       those since then, '2026-11-29 08:00:00'; without it those that happen from now on
  --secret whsec_…  signs with this one; without it with a new one, which is printed
  --api URL         another gateway than the one here, http://…/api/v1.0.0; needs its token in TOKEN`;

await runCommand(async () => {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${HELP}\n`);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const forward = createForwarder({
    url: readUrl(options['forward-to']),
    secret: readSecret(options.secret, say),
    say,
  });
  const gateway = await gatewayOf(options);
  await pollEvents(gateway, {
    from: options.from ?? null,
    types: options.types?.split(',') ?? null,
    signal: stop.signal,
    take: forward,
    say,
  });
});

type Options = ReturnType<typeof readOptions>;

async function gatewayOf({ api, merchant }: Options) {
  const token = process.env['TOKEN'];
  if (api !== undefined) {
    if (!token) throw new UsageError('--api needs a token of that gateway in TOKEN');
    return createGatewayClient(api.replace(/\/+$/, ''), token);
  }
  const config = readConfig();
  const wish = { merchantUUID: merchant, role: null, subject: 'listen', ttl: '7d' };
  const { apiUrl } = await findGateway(config);
  return createGatewayClient(apiUrl, token || (await mintToken(config, wish)));
}

function readUrl(text: string | undefined): string {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--forward-to needs an http or https URL\n\n${HELP}`);
  }
  return url.href;
}

/** A secret that was named is known already; a new one is said. */
function readSecret(text: string | undefined, say: (line: string) => void): string {
  if (text === undefined) {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    say(`Secret of these messages: ${secret}`);
    return secret;
  }
  if (/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(text)) return text;
  throw new UsageError('--secret must be whsec_ and base64 of 24 to 64 bytes');
}

/** @throws {UsageError} an option that it does not have */
function readOptions() {
  const options = {
    'forward-to': { type: 'string' },
    merchant: { type: 'string', default: DEMO_MERCHANT },
    types: { type: 'string' },
    from: { type: 'string' },
    secret: { type: 'string' },
    api: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new UsageError(`${String(error)}\n\n${HELP}`, { cause: error });
  }
}

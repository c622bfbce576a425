import { parseArgs } from 'node:util';
import { DEMO_MERCHANT } from '@payserver/shared/domain/demo-shop';
import { type Config, readConfig } from '@payserver/shared/runtime/config';
import { payBatch } from './demo/batch.ts';
import { openBooks } from './demo/books.ts';
import { dayAtTheTill } from './demo/day-at-the-till.ts';
import { type Demo, printSteps } from './demo/demo.ts';
import { openModes, sandboxMode } from './demo/open-modes.ts';
import { showQrCode } from './demo/qr.ts';
import { openStubs } from './demo/stubs.ts';
import { createGatewayClient, findGateway } from './gateway-client.ts';
import { mintToken } from './mint-token.ts';
import { runCommand, UsageError } from './run-command.ts';

const HELP = `Usage: npm run demo [-- --qr [--provider wechat|alipay]]

Opens every way to pay for a new merchant at the running gateway, with an account, a member and a card in the
shop's own books, and pays in each (an offline one records and charges nothing). Lets one payment be declined,
one be above a credit limit, one lose its answer and one be finished by a notice, refunds whole and in parts,
sends a batch of 100, and prints what happened. What needs a connector needs those of the embedded default; with
npm start -- --with-stubs a customer types the password of WeChat Pay and Alipay on a phone.

--qr shows a QR code in a page, for a payment of the demo shop, until it is paid: with npm start -- --with-stubs, which
prints where the customer's phone is.`;

const PROVIDERS = ['wechat', 'alipay'] as const;

await runCommand(async () => {
  const { help, qr, provider } = readOptions();
  if (help) return void process.stdout.write(`${HELP}\n`);
  const config = readConfig();
  if (qr) return await showCode(config, provider);
  const merchantUUID = `demo-${Date.now().toString(36)}`;
  const wish = { merchantUUID, role: null, subject: 'demo', ttl: '1h' };
  const places = await findGateway(config);
  const token = await mintToken(config, wish);
  const gateway = createGatewayClient(places.apiUrl, token);
  let count = 0;
  const demo: Demo = {
    gateway,
    books: await openBooks(places.accountsUrl, token),
    stubs: await openStubs(places, merchantUUID),
    merchantUUID,
    nextNo: () => `${merchantUUID}-${(count += 1)}`,
    say: (line) => void process.stdout.write(`${line}\n`),
  };
  demo.say(`Merchant ${merchantUUID} at ${places.apiUrl}\n`);
  const modes = await openModes(demo, places);
  printSteps(await dayAtTheTill(demo, modes));
  for (const line of (await demo.books?.balances()) ?? []) demo.say(`In the books: ${line}`);
  const online = sandboxMode(modes);
  if (online !== null) await payBatch(demo, online);
});

/** @throws {UsageError} an option that it does not have */
function readOptions() {
  const { provider: name, ...rest } = parse();
  const provider = PROVIDERS.find((one) => one === name);
  if (provider === undefined) throw new UsageError(HELP);
  return { ...rest, provider };
}

function parse() {
  const options = {
    help: { type: 'boolean', default: false },
    qr: { type: 'boolean', default: false },
    provider: { type: 'string', default: 'wechat' },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(HELP);
    throw error;
  }
}

async function showCode(config: Config, provider: (typeof PROVIDERS)[number]): Promise<void> {
  const { apiUrl, phoneUrls } = await findGateway(config);
  const wish = { merchantUUID: DEMO_MERCHANT, role: null, subject: 'demo', ttl: '1h' };
  const gateway = createGatewayClient(apiUrl, await mintToken(config, wish));
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  await showQrCode(gateway, provider, { phoneUrl: phoneUrls?.[provider], say });
}

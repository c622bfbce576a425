import { readConfig } from '@payserver/shared/runtime/config';
import { payBatch } from './demo/batch.ts';
import { openBooks } from './demo/books.ts';
import { dayAtTheTill } from './demo/day-at-the-till.ts';
import { type Demo, printSteps } from './demo/demo.ts';
import { openModes, sandboxMode } from './demo/open-modes.ts';
import { createGatewayClient, findGateway } from './gateway-client.ts';
import { mintToken } from './mint-token.ts';
import { runCommand } from './run-command.ts';

const HELP = `Usage: npm run demo

Opens every way to pay for a new merchant at the running gateway, with an account, a member and a card in the
shop's own books, and pays in each (an offline one records and charges nothing). Lets one payment be declined,
one be above a credit limit, one lose its answer and one be finished by a notice, refunds whole and in parts,
sends a batch of 100, and prints what happened. What needs a connector needs those of the embedded default.`;

await runCommand(async () => {
  if (process.argv.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const config = readConfig();
  const merchantUUID = `demo-${Date.now().toString(36)}`;
  const wish = { merchantUUID, role: null, subject: 'demo', ttl: '1h' };
  const places = await findGateway(config);
  const token = await mintToken(config, wish);
  const gateway = createGatewayClient(places.apiUrl, token);
  let count = 0;
  const demo: Demo = {
    gateway,
    books: await openBooks(places.accountsUrl, token),
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

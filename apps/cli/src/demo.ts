import { readConfig } from '@payserver/shared/runtime/config';
import { payBatch } from './demo/batch.ts';
import { dayAtTheTill } from './demo/day-at-the-till.ts';
import { type Demo, printSteps } from './demo/demo.ts';
import { openModes } from './demo/open-modes.ts';
import { createGatewayClient, findGateway } from './gateway-client.ts';
import { mintToken } from './mint-token.ts';
import { runCommand } from './run-command.ts';

const HELP = `Usage: npm run demo

Opens every way to pay for a new merchant at the running gateway, pays in each (an offline one records and
charges nothing), lets one payment be
declined, one lose its answer and one be finished by a notice, refunds whole and in parts, sends a batch
of 100, and prints what happened. What needs a connector needs the sandbox of the embedded default.`;

await runCommand(async () => {
  if (process.argv.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const config = readConfig();
  const merchantUUID = `demo-${Date.now().toString(36)}`;
  const wish = { merchantUUID, isAdmin: false, subject: 'demo', ttl: '1h' };
  const places = await findGateway(config);
  const gateway = createGatewayClient(places.apiUrl, await mintToken(config, wish));
  let count = 0;
  const demo: Demo = {
    gateway,
    merchantUUID,
    nextNo: () => `${merchantUUID}-${(count += 1)}`,
    say: (line) => void process.stdout.write(`${line}\n`),
  };
  demo.say(`Merchant ${merchantUUID} at ${places.apiUrl}\n`);
  const modes = await openModes(demo, places);
  printSteps(await dayAtTheTill(demo, modes));
  const online = modes.fromTemplates.find((mode) => mode.isOnline === 1) ?? modes.async;
  if (online !== null) await payBatch(demo, online);
});

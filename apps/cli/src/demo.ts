import { readConfig } from '@payserver/shared/platform/config';
import { openModes } from './demo/open-modes.ts';
import { payEach } from './demo/pay-each.ts';
import { printSteps } from './demo/print.ts';
import { createGatewayClient } from './gateway-client.ts';
import { mintToken } from './mint-token.ts';
import { runCommand } from './run-command.ts';

const HELP = `Usage: npm run demo

Opens every way to pay for a new merchant at the running gateway, pays in each, lets one fail and one
run and come back, and prints what happened. Needs the sandbox connectors of the embedded default.`;

await runCommand(async () => {
  if (process.argv.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const config = readConfig();
  const merchantUUID = `demo-${Date.now().toString(36)}`;
  const token = await mintToken(config, {
    merchantUUID,
    isAdmin: false,
    subject: 'demo',
    ttl: '1h',
  });
  const gateway = createGatewayClient(config.apiUrl, token);
  process.stdout.write(`Merchant ${merchantUUID} at ${config.apiUrl}\n\n`);
  const modes = await openModes({ gateway, config, merchantUUID });
  printSteps(await payEach({ gateway, merchantUUID }, modes));
});

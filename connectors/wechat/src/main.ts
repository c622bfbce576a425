import { readEnvFile } from '@payserver/shared/runtime/env-file';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { startPart } from '@payserver/shared/runtime/start-part';
import { downloadBill } from './bill.ts';
import { selftest } from './selftest.ts';
import { startWechat } from './service.ts';
import { readWechatSettings } from './settings.ts';

const COMMANDS: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  selftest,
  bill: downloadBill,
};

/** Without a command: the connector, until a signal. */
async function run([command, ...options]: readonly string[]): Promise<void> {
  if (command === undefined) return await serve();
  const carryOut = COMMANDS[command];
  if (carryOut === undefined) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new StartError(`no such command: ${command} (there are: ${known})`);
  }
  await readEnvFile();
  await carryOut(options);
}

async function serve(): Promise<void> {
  const settings = readWechatSettings(process.env);
  const log = createLogger('wechat', settings.LOG_LEVEL);
  const service = await startWechat(settings, log);
  runUntilStopped({ log }, service);
  markReady({ port: service.port });
  log.info({ port: service.port }, 'the WeChat connector takes calls');
}

void startPart(async () => await run(process.argv.slice(2)), 'wechat');

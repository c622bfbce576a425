import { readConfig } from '@payserver/shared/runtime/config';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger } from '@payserver/shared/runtime/logger';
import { startPart } from '@payserver/shared/runtime/start-part';
import { startSandbox } from './sandbox.ts';

async function start(): Promise<void> {
  // Port 0 (any free one) is for tests only; the configuration of a gateway does not know it.
  const anyPort = process.env['SANDBOX_PORT'] === '0';
  const config = readConfig(anyPort ? { ...process.env, SANDBOX_PORT: undefined } : process.env);
  const log = createLogger('sandbox', config.LOG_LEVEL);
  const settings = {
    dataDir: config.DATA_DIR,
    port: anyPort ? 0 : config.SANDBOX_PORT,
    timeZone: config.TIME_ZONE,
    notifySecret: process.env['SANDBOX_NOTIFY_SECRET'] ?? '',
  };
  const sandbox = await startSandbox(settings, log, (error) => {
    // Memory is now ahead of the disk: only a restart, which reads the disk, tells the truth again.
    log.fatal({ err: error }, 'the sandbox ledger cannot be written');
    process.exit(1);
  });
  runUntilStopped({ log }, { stop: () => sandbox.stop() });
  markReady({ port: sandbox.port });
  log.info({ port: sandbox.port }, 'sandbox connectors listen');
}

void startPart(start, 'sandbox');

import { readConfig } from '@payserver/shared/platform/config';
import { markReady, runUntilStopped } from '@payserver/shared/platform/lifecycle';
import { createLogger } from '@payserver/shared/platform/logger';
import { startPart } from '@payserver/shared/platform/start-part';
import { logUnknownInsides } from '@payserver/shared/platform/unknown-inside';
import { startWorker } from './worker.ts';

await startPart(async () => {
  const config = readConfig();
  const log = createLogger('worker', config.LOG_LEVEL);
  logUnknownInsides(log);
  const worker = await startWorker(config, log);
  runUntilStopped({ log }, { stop: () => worker.stop() });
  log.info('works');
  markReady({});
});

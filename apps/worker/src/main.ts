import { readConfig } from '@payserver/shared/runtime/config';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger } from '@payserver/shared/runtime/logger';
import { startPart } from '@payserver/shared/runtime/start-part';
import { logUnknownInsides } from '@payserver/shared/runtime/unknown-inside';
import { startWorker } from './worker.ts';

void startPart(async () => {
  const config = readConfig();
  const log = createLogger('worker', config.LOG_LEVEL);
  logUnknownInsides(log);
  const worker = await startWorker(config, log);
  runUntilStopped({ log }, { stop: () => worker.stop() });
  log.info('works');
  markReady({});
});

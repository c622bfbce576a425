import { readConfig } from '@payserver/shared/runtime/config';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger } from '@payserver/shared/runtime/logger';
import { startPart } from '@payserver/shared/runtime/start-part';
import { logUnknownInsides } from '@payserver/shared/runtime/unknown-inside';
import { startApi } from './start.ts';

void startPart(async () => {
  const config = readConfig();
  const log = createLogger('api', config.LOG_LEVEL);
  logUnknownInsides(log);
  const api = await startApi(config, log);
  runUntilStopped({ log }, { stop: () => api.stop() });
  log.info({ address: api.address }, 'listening');
  markReady({ address: api.address });
});

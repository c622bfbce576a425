import { readConfig } from '@payserver/shared/platform/config';
import { markReady, runUntilStopped } from '@payserver/shared/platform/lifecycle';
import { createLogger } from '@payserver/shared/platform/logger';
import { startApi } from './start.ts';

const config = readConfig();
const log = createLogger('api', config.LOG_LEVEL);
const api = await startApi(config, log);
runUntilStopped({ log, name: 'api' }, { stop: () => api.stop() });
log.info({ address: api.address }, 'api: listening');
markReady({ address: api.address });

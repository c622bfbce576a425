import { readConfig } from '@payserver/shared/platform/config';
import { markReady, runUntilStopped } from '@payserver/shared/platform/lifecycle';
import { createLogger } from '@payserver/shared/platform/logger';
import { startWorker } from './worker.ts';

const config = readConfig();
const log = createLogger('worker', config.LOG_LEVEL);
const worker = await startWorker(config, log);
runUntilStopped({ log, name: 'worker' }, { stop: () => worker.stop() });
markReady({});

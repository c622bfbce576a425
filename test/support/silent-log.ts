import { createLogger } from '@payserver/shared/runtime/logger';

/** For parts that want a log of which a test reads nothing. */
export const SILENT_LOG = createLogger('test', 'silent');

import { join } from 'node:path';
import type { Config } from '@payserver/shared/runtime/config';
import type { Logger } from '@payserver/shared/runtime/logger';
import { announceGateway } from '@payserver/shared/runtime/running-gateway';
import { localApiUrl } from './local-url.ts';
import { hasVerificationKey } from './secrets.ts';

/** Lets `npm run demo`, `token` and the checks find this gateway. One that cannot be announced still serves. */
export async function announce(
  { log, sandboxUrl }: { log: Logger; sandboxUrl: string | null },
  config: Config,
): Promise<void> {
  const state = {
    apiUrl: localApiUrl(config),
    publicUrl: config.publicUrl,
    sandboxUrl,
    hasOwnDatabase: config.embedded,
    hasOwnKey: !hasVerificationKey(config),
  };
  await announceGateway(config.DATA_DIR, state).catch((error: unknown) => {
    log.warn({ err: error, file: join(config.DATA_DIR, 'gateway.json') }, 'cannot be announced');
  });
}

import type { Config } from '@payserver/shared/runtime/config';
import { findRunningGateway, type RunningGateway } from '@payserver/shared/runtime/running-gateway';

/** Where a gateway and its sandbox are. */
export type GatewayPlaces = Pick<RunningGateway, 'apiUrl' | 'publicUrl' | 'sandboxUrl'>;

/**
 * The gateway that runs on this DATA_DIR, whatever ports it was started with, unless PORT or PUBLIC_URL name
 * another one to this command; without either the one that the settings describe.
 */
export async function findGateway(config: Config): Promise<GatewayPlaces> {
  const running = await findRunningGateway(config.DATA_DIR);
  const isNamed = ['PORT', 'PUBLIC_URL'].some((name) => (process.env[name] ?? '') !== '');
  if (running !== null && (!isNamed || running.publicUrl === config.publicUrl)) return running;
  return { ...config, sandboxUrl: `http://127.0.0.1:${config.SANDBOX_PORT}` };
}

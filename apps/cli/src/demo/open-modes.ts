import type { Config } from '@payserver/shared/platform/config';
import type { GatewayClient } from '../gateway-client.ts';

export interface DemoMode {
  readonly uuid: string;
  readonly name: string;
  readonly isOnline: number;
}

/** The name of the one mode that the demo brings itself: its connector answers later, by a notice. */
export const ASYNC_MODE = 'asynchronous wallet';

/** Opens every template for the merchant (API document, PayMode 2) and one mode with a connector of its own. */
export async function openModes(demo: {
  gateway: GatewayClient;
  config: Config;
  merchantUUID: string;
}): Promise<DemoMode[]> {
  const { gateway, config, merchantUUID } = demo;
  const merchantHref = `${config.publicUrl}/shops/${merchantUUID}`;
  const { items } = await gateway.get<{ items: Array<{ payTemplateId: string }> }>(
    '/payModeTemplates?limit=200',
  );
  const modes: DemoMode[] = [];
  for (const { payTemplateId } of items) {
    modes.push(await gateway.post('/payModes', { merchantHref, payTemplateId, isOpened: 1 }));
  }
  const sandbox = `http://127.0.0.1:${config.SANDBOX_PORT}/sandbox/wechat`;
  const own = { name: ASYNC_MODE, payUrl: `${sandbox}/pay`, refundUrl: `${sandbox}/refund` };
  const flags = { isOnline: 1, isAsyncNotify: 1, isOpened: 1 };
  modes.push(await gateway.post('/payModes', { merchantHref, ...own, ...flags }));
  return modes;
}

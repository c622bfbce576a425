import { onTestFinished } from 'vitest';
import type { Answer } from './client.ts';
import { type AnswerCall, startConnector, type TestConnector } from './connector.ts';
import { type GatewayAddress, operator } from './gateway.ts';
import { newMerchant } from './shared-gateway.ts';
import { newShop, type PayOptions, type Shop } from './shop.ts';

/** A shop with one mode, opened from a template of its own whose connector is a server of the test. */
export interface ConnectorShop {
  readonly connector: TestConnector;
  readonly shop: Shop;
  readonly payTemplateId: string;
  readonly payModeUUID: string;
  /** Changes the template; null removes a URL. */
  change(fields: Record<string, unknown>): Promise<void>;
  pay(clientPayNo: string, options?: PayOptions): Promise<Answer>;
}

/** Opens it at this gateway; the connector, which may run already, ends with the test. */
export async function openConnectorShop(
  gateway: GatewayAddress,
  answer: AnswerCall | TestConnector,
  fields: (connector: TestConnector) => Record<string, unknown> = () => ({}),
): Promise<ConnectorShop> {
  const connector = typeof answer === 'function' ? await startConnector(answer) : answer;
  onTestFinished(async () => await connector.close());
  const payTemplateId = `T-${newMerchant()}`;
  const change: ConnectorShop['change'] = async (changed) => {
    const body = { payTemplateId, name: 'connector of a test', ...changed };
    const { status, body: registered } = await (await operator(gateway)).post(
      '/registerPayModeTemplate',
      body,
    );
    if (status >= 300) throw new Error(`not registered: ${JSON.stringify(registered)}`);
  };
  const urls = { payUrl: `${connector.url}/pay`, refundUrl: `${connector.url}/refund` };
  await change({ isOnline: 1, ...urls, ...fields(connector) });
  const shop = await newShop(gateway);
  const mode = await shop.client.post('/payModes', { payTemplateId, isOpened: 1 });
  const payModeUUID = mode.body.uuid as string;
  return {
    connector,
    shop,
    payTemplateId,
    payModeUUID,
    change,
    pay: async (clientPayNo, options) => await shop.pay(payModeUUID, clientPayNo, options),
  };
}

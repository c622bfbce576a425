import { MOST_SIGNALLED } from '@payserver/shared/store/pay-orders/insert';
import type { Answer, Client } from './client.ts';
import { cashier, type GatewayAddress } from './gateway.ts';
import { newMerchant } from './shared-gateway.ts';

/** The built-in templates that tests open, by the names of the API document. */
export const TEMPLATES = {
  cash: 'C924182F-581B-4990-944A-ABCAB8E552B3',
  onAccount: '382CF8DF-017F-4009-928F-D5B008095962',
  wechat: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
  alipay: '3BEAF650-A067-11E8-A545-87065760276A',
  storedValue: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5',
  countCard: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C',
} as const;

/** A merchant of its own with some modes opened. */
export interface Shop {
  readonly merchantUUID: string;
  readonly client: Client;
  /** Opens a template and answers the mode's uuid. */
  open(template: keyof typeof TEMPLATES): Promise<string>;
  /** Opens a mode with a connector of its own at the sandbox. */
  openOwn(settings?: Record<string, unknown>, query?: string): Promise<string>;
  /** Pays 500 fen; `sandbox` is what the connector shall do. */
  pay(payModeUUID: string, clientPayNo: string, options?: PayOptions): Promise<Answer>;
  /**
   * Pays so many at once that no signal wakes their worker, only jobs of the queue. Answers the statuses that are among
   * them then, each once; of refused ones their codes.
   */
  payByQueue(payModeUUID: string, name: string, options?: PayOptions): Promise<string>;
}

/** More than a commit signals to the workers by itself. */
export const QUEUED_AT_ONCE = MOST_SIGNALLED + 2;

export interface PayOptions {
  readonly sandbox?: string;
  readonly amount?: number;
  readonly headers?: Record<string, string>;
}

/** Opens a shop at this gateway. */
export async function newShop(gateway: GatewayAddress): Promise<Shop> {
  const merchantUUID = newMerchant();
  const client = await cashier(gateway, merchantUUID);
  const create = async (body: object) => {
    const { status, body: mode } = await client.post('/payModes', { isOpened: 1, ...body });
    if (status !== 201) throw new Error(`payMode not opened: ${JSON.stringify(mode)}`);
    return mode.uuid as string;
  };
  const sandbox = `${gateway.sandboxUrl}/sandbox/wechat`;
  return {
    merchantUUID,
    client,
    open: async (template) => await create({ payTemplateId: TEMPLATES[template] }),
    openOwn: async (settings = {}, query = '') =>
      await create({
        name: 'own',
        isOnline: 1,
        payUrl: `${sandbox}/pay${query}`,
        refundUrl: `${sandbox}/refund`,
        ...settings,
      }),
    pay: async (payModeUUID, clientPayNo, { headers = {}, ...options } = {}) => {
      const body = payBody(merchantUUID, { payModeUUID, clientPayNo, ...options });
      const { data, error, response } = await client.api.POST('/pay', { body, headers });
      return { status: response.status, headers: response.headers, body: data ?? error };
    },
    payByQueue: async (payModeUUID, name, { headers = {}, ...options } = {}) => {
      const batchPayData = Array.from({ length: QUEUED_AT_ONCE }, (_, at) =>
        payBody(merchantUUID, { payModeUUID, clientPayNo: `${name}-${at}`, ...options }),
      );
      const { body } = await client.post('/batchPay', { batchPayData }, headers);
      const results: { body: { code: number; data?: { status: string } } }[] =
        body.batchPayResult ?? [{ body }];
      return [...new Set(results.map((one) => one.body.data?.status ?? one.body.code))].join();
    },
  };
}

/** The body of POST pay as the API document's sample has it. */
export function payBody(
  merchantUUID: string,
  pay: PayOptions & { payModeUUID: string; clientPayNo: string },
) {
  return {
    payModeUUID: pay.payModeUUID,
    payer: 'A',
    payee: `http://shops.example/shops/${merchantUUID}`,
    payAmount: pay.amount ?? 500,
    clientPayNo: pay.clientPayNo,
    payParams: pay.sandbox === undefined ? {} : { sandbox: pay.sandbox },
    clientExtraParams: { orderNo: 'P1', orderAmount: 210 },
  };
}

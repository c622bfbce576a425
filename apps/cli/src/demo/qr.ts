import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_MERCHANT, DEMO_PAY_MODES } from '@payserver/shared/domain/demo-shop';
import { PAY_OPEN, PAY_REFUNDED, REFUNDABLE } from '@payserver/shared/domain/statuses';
import { type GatewayClient, RefusedError } from '../gateway-client.ts';
import { UsageError } from '../run-command.ts';
import { type QrPayment, serveQrPage } from './qr-page.ts';

interface Order {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly status: string;
  readonly payAmount: number;
  readonly payData: { readonly codeUrl?: string } | null;
  readonly resultCode: string | null;
}

/** 12.80 yuan: no behaviour of a stub is hidden in it. */
const AMOUNT = 1_280;
const POLL_MS = 500;

/**
 * `npm run demo -- --qr`: asks for a payment without a barcode, so that its connector has a QR code made, and shows the code
 * in a page of this machine until it is paid. For the demo shop, whose customers' phones are the stubs'.
 *
 * @returns when the payment is final
 */
export async function showQrCode(
  gateway: GatewayClient,
  provider: QrPayment['provider'],
  {
    phoneUrl,
    say,
  }: { readonly phoneUrl: string | undefined; readonly say: (line: string) => void },
): Promise<void> {
  let order = await ask(gateway, provider);
  const page = await serveQrPage(() => paymentOf(order, provider));
  say(`Show this page to the customer: ${page.url}`);
  say(`Scan and pay at the customer's phone: ${phoneUrl ?? 'with the app of the provider'}`);
  while (order.status === PAY_OPEN) {
    await sleep(POLL_MS);
    order = await gateway.get<Order>(`/payOrders/${order.uuid}`);
  }
  say(`${order.tractionNo}: ${order.status}`);
  // The page asks once more and shows the end.
  await sleep(4 * POLL_MS);
  await page.close();
}

async function ask(gateway: GatewayClient, provider: QrPayment['provider']): Promise<Order> {
  const body = {
    payModeUUID: DEMO_PAY_MODES[provider],
    payer: 'a customer',
    payee: `http://localhost/shops/${DEMO_MERCHANT}`,
    payAmount: AMOUNT,
    clientPayNo: `qr-${Date.now()}`,
    payParams: {},
  };
  try {
    return (await gateway.post<{ data: Order }>('/pay', body, 'wait=3')).data;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new UsageError(`${error.message}: start the gateway with npm start -- --with-stubs`);
  }
}

function stateOf(status: string): QrPayment['state'] {
  if (status === PAY_OPEN) return 'waiting';
  const paid: readonly string[] = [...REFUNDABLE, ...Object.values(PAY_REFUNDED)];
  return paid.includes(status) ? 'paid' : 'failed';
}

function paymentOf(order: Order, provider: QrPayment['provider']): QrPayment {
  const { tractionNo, payAmount: amount, status, payData, resultCode } = order;
  return {
    provider,
    tractionNo,
    amount,
    state: stateOf(status),
    codeUrl: payData?.codeUrl ?? null,
    reason: resultCode,
  };
}

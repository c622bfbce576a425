import { inspect } from 'node:util';
import { payBody, type Shop } from './shop.ts';

/** Every call of a till that did not get its answer. */
export interface TillLog {
  readonly calls: number;
  readonly failures: readonly string[];
}

/**
 * A till that pays, asks, sends batches and refunds until its signal aborts, and repeats nothing: a
 * call that is not answered with 200 is a failure.
 */
export async function runStrictTill(
  { shop, payModeUUID, name }: { shop: Shop; payModeUUID: string; name: string },
  signal: AbortSignal,
): Promise<TillLog> {
  const failures: string[] = [];
  let calls = 0;
  const call = async (what: string, send: () => ReturnType<Shop['client']['get']>) => {
    calls += 1;
    const answer = await send().catch((error: unknown) => inspect(error, { depth: 2 }));
    if (typeof answer !== 'string' && answer.status === 200) return answer.body;
    failures.push(`${what}: ${JSON.stringify(answer)}`);
    return null;
  };
  const body = (clientPayNo: string) =>
    payBody(shop.merchantUUID, { payModeUUID, clientPayNo, sandbox: 'slow:100' });
  for (let at = 0; !signal.aborted; at += 1) {
    const no = `${name}-${at}`;
    const paid = await call('pay', async () => await shop.client.post('/pay', body(no)));
    await call('ask', async () => await shop.client.get(`/payOrders?clientPayNo=${no}`));
    const batchPayData = [body(`${no}a`), body(`${no}b`)];
    await call('batch', async () => await shop.client.post('/batchPay', { batchPayData }));
    if (paid?.data?.status !== 'payed') continue;
    const { tractionNo: payTractionNo } = paid.data;
    const refund = { payTractionNo, clientRefundNo: no, refundAmount: 200 };
    await call('refund', async () => await shop.client.post('/refund', refund));
  }
  return { failures, calls };
}

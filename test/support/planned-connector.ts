import { startRawConnector } from './connector.ts';

/** A call as a plan sees it. */
export interface PlannedCall {
  readonly path: 'pay' | 'refund' | 'query' | 'cancel';
  /** calls about this order so far, this one among them */
  readonly nth: number;
}

/** Fields of the answer beside tractionNo; a text as it is, which is no answer; or an HTTP status without one. */
export type Plan = (call: PlannedCall) => object | string | number;

/** A connector that answers about each order as it was planned before the order came. */
export interface PlannedConnector {
  /** without a slash at its end */
  readonly url: string;
  /**
   * What to answer about the order with this clientPayNo or clientRefundNo. A refund without a plan is answered by its
   * payment's, so that those of the gateway's own can be planned; what has none at all succeeds.
   */
  plan(clientNo: string, plan: Plan): void;
  /** The notifyUrl of this order. */
  notifyUrlOf(clientNo: string): string;
  /** How many calls of this path came about it. */
  callsOf(clientNo: string, path: PlannedCall['path']): number;
  close(): Promise<void>;
}

const succeed: Plan = () => ({ ret: 'success' });

/** Starts it on a free loopback port. */
export async function startPlannedConnector(): Promise<PlannedConnector> {
  const plans = new Map<string, Plan>();
  /** of a query or cancellation, which names the order by it alone */
  const numbers = new Map<string, string>();
  const calls: { readonly no: string; readonly path: string; readonly notifyUrl: string }[] = [];
  const connector = await startRawConnector(({ path, body }, response) => {
    const name = path.slice(1) as PlannedCall['path'];
    const own = name === 'refund' ? body.clientRefundNo : body.clientPayNo;
    const no = numbers.get(body.tractionNo) ?? String(own);
    numbers.set(body.tractionNo, no);
    calls.push({ no, path: name, notifyUrl: String(body.notifyUrl ?? '') });
    const nth = calls.filter((call) => call.no === no).length;
    const plan = plans.get(no) ?? plans.get(numbers.get(body.payTractionNo) ?? '') ?? succeed;
    const said = plan({ path: name, nth });
    if (typeof said === 'number') response.writeHead(said).end();
    else if (typeof said === 'string') response.end(said);
    else response.end(JSON.stringify({ tractionNo: body.tractionNo, ...said }));
  });
  return {
    url: connector.url,
    plan: (no, plan) => void plans.set(no, plan),
    notifyUrlOf: (no) =>
      calls.findLast((call) => call.no === no && call.notifyUrl !== '')?.notifyUrl ?? '',
    callsOf: (no, path) => calls.filter((call) => call.no === no && call.path === path).length,
    close: async () => await connector.close(),
  };
}

import type { ServerResponse } from 'node:http';
import { type ReceivedCall, startRawConnector, type TestConnector } from '../support/connector.ts';

type Act = (call: ReceivedCall, response: ServerResponse, times: number) => void;

/**
 * What a connector knows of a payment, in 240 characters: the card number in groups, the rest as it came.
 *
 * @param body of the call to `payUrl`
 */
export function quote(body: ReceivedCall['body']): string {
  const { payBarCode, card, pins } = body.payParams;
  const groups = String(card.cardNo).replaceAll(/\d{4}(?=\d)/g, '$& ');
  const key = body.connectorParams.apiKey;
  return `"${payBarCode}" ${groups}; pin ${pins[0].pin}, ${key} ${new URL(body.notifyUrl).pathname}`;
}

const everythingOf = ({ body, headers }: ReceivedCall) =>
  `${JSON.stringify(body.payParams)} ${JSON.stringify(body.connectorParams)} ${body.notifyUrl} ${String(headers['webhook-signature'])}`;
const say = (response: ServerResponse, body: object) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));

/** What the first word of clientPayNo or clientRefundNo makes this connector do: mostly to quote what it received. */
const ACTS: Readonly<Record<string, Act>> = {
  succeed: ({ body }, response) => {
    const tradeFinishedAt = `now, ${quote(body)}`;
    say(response, {
      tractionNo: body.tractionNo,
      ret: 'success',
      thirdOrderNo: 'third',
      tradeFinishedAt,
    });
  },
  decline: ({ body }, response) => {
    const thirdErrorReason = `no money: ${quote(body)}`;
    const { tractionNo, payParams } = body;
    say(response, { tractionNo, ret: 'failed', thirdErrorReason, payParams });
  },
  lose: (call, response, times) => {
    if (times === 1) response.destroy();
    else ACTS['succeed']?.(call, response, times);
  },
  // The till alone is to show it.
  run: ({ body }, response) => {
    const payData = body.payParams && { codeUrl: `weixin://${body.clientExtraParams.note}` };
    say(response, { tractionNo: body.tractionNo, ret: 'running', payData });
  },
  proxy: (call, response) => {
    response.statusCode = 502;
    response.setHeader('x-request', encodeURIComponent(everythingOf(call)));
    response.setHeader('content-type', 'text/html').end(`<p>not for ${everythingOf(call)}</p>`);
  },
  tear: (call, response) => {
    const body = `{"tractionNo":${everythingOf(call)}`;
    response.setHeader('content-type', 'application/json').end(body);
  },
  mistake: (call, response) => say(response, { tractionNo: everythingOf(call), ret: 'success' }),
  unheard: (call, response) =>
    say(response, { tractionNo: call.body.tractionNo, ret: everythingOf(call) }),
};

/** Starts a connector that quotes the secrets it received wherever an answer has room for them. */
export async function startQuotingConnector(): Promise<TestConnector> {
  const times = new Map<string, number>();
  const payments = new Map<string, ReceivedCall['body']>();
  return await startRawConnector(({ body, ...call }, response) => {
    if (body.payParams !== undefined) payments.set(body.tractionNo, body);
    const number = String(body.clientRefundNo ?? body.clientPayNo);
    const nth = (times.get(number) ?? 0) + 1;
    times.set(number, nth);
    // It remembers what it received of a payment when a refund comes, and says nothing else of a refund.
    const paid = payments.get(body.payTractionNo ?? body.tractionNo);
    const act = paid === undefined ? ACTS['run'] : ACTS[number.split('-')[0] ?? ''];
    if (act === undefined) throw new Error(`no act for ${number}`);
    act({ ...call, body: { ...paid, ...body } }, response, nth);
  });
}

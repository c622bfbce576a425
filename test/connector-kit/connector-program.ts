// The connector of the kit's tests: the provider is bank.ts.
import { runConnector } from '@payserver/connector-kit/connector';
import { closed, failed, notFound, running, success } from '@payserver/connector-kit/provider';
import { callHttp } from '@payserver/connector-kit/provider-http';

const { BANK_URL = '', NAME = 'bank', REPEATABLE = '', TIMING = '{}' } = process.env;

async function bank(path: string, signal: AbortSignal, json?: object) {
  const answer = await callHttp({ url: `${BANK_URL}${path}`, signal, ...(json && { json }) });
  const { state, no, why } = { ...answer.json };
  const said = { thirdOrderNo: String(no) };
  if (state === 'done') return success(said);
  if (state === 'declined') return failed(String(why));
  if (state === 'closed') return closed();
  if (state === 'waiting') return running({ ...said, payData: { codeUrl: `bank:${String(no)}` } });
  if (answer.status === 404) return notFound();
  throw new Error(`the bank answers ${answer.status}`);
}

await runConnector(
  {
    isRepeatable: { pay: REPEATABLE === '1', refund: true },
    timing: JSON.parse(TIMING) as object,
    pay: async ({ tractionNo: id, amount, payParams: { payBarCode: code }, signal }) =>
      await bank('/charges', signal, { id, amount, code }),
    refund: async ({ tractionNo: id, payTractionNo: charge, amount, signal }) =>
      await bank('/refunds', signal, { id, charge, amount }),
    query: async ({ kind, tractionNo: id, signal }) =>
      await bank(kind === 'pay' ? `/charges/${id}` : `/refunds/${id}`, signal),
    cancel: async ({ tractionNo: id, signal }) => await bank(`/charges/${id}/cancel`, signal, {}),
  },
  { name: NAME },
);

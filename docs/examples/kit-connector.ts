// A whole connector on the kit, explained in docs/connector.md. Its provider is bank.mjs beside it.
import { runConnector } from '@payserver/connector-kit/connector';
import { closed, failed, notFound, running, success } from '@payserver/connector-kit/provider';
import { callHttp } from '@payserver/connector-kit/provider-http';

const BANK = process.env['BANK_URL'] ?? 'http://127.0.0.1:7800';

async function bank(path: string, signal: AbortSignal, json?: object) {
  const answer = await callHttp({ url: `${BANK}${path}`, signal, ...(json && { json }) });
  const { state, no, why } = { ...answer.json };
  if (state === 'done') return success({ thirdOrderNo: String(no) });
  if (state === 'declined') return failed(String(why));
  if (state === 'closed') return closed();
  if (state === 'waiting') return running({ thirdOrderNo: String(no) });
  if (answer.status === 404) return notFound();
  throw new Error(`the bank answers ${answer.status}`); // nothing is known: the kit asks again
}
await runConnector(
  {
    isRepeatable: true,
    pay: ({ tractionNo: id, amount, payParams: { payBarCode: code }, signal }) =>
      bank('/charges', signal, { id, amount, code }),
    refund: ({ tractionNo: id, payTractionNo: charge, amount, signal }) =>
      bank('/refunds', signal, { id, charge, amount }),
    query: ({ kind, tractionNo: id, signal }) =>
      bank(kind === 'pay' ? `/charges/${id}` : `/refunds/${id}`, signal),
    cancel: ({ tractionNo: id, signal }) => bank(`/charges/${id}/cancel`, signal, {}),
  },
  { name: 'bank' },
);

// A connector in plain Node, explained in docs/connector.md. It moves no money: where it writes a line
// of its journal, a real one calls its provider first. The journal outlives a restart.
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { isSigned, sign } from './signature.mjs';

const { PORT = '7700', JOURNAL = 'connector.jsonl', NOTIFY_SECRET: secret = '' } = process.env;
const CUSTOMER_MS = Number(process.env.CUSTOMER_MS ?? 5_000);
const lines = readFileSync(JOURNAL, { encoding: 'utf8', flag: 'a+' }).match(/.+/g) ?? [];
const book = new Map(lines.map((line) => [JSON.parse(line).tractionNo, JSON.parse(line)]));
const keep = (record) => {
  appendFileSync(JOURNAL, `${JSON.stringify(record)}\n`, { flush: true }); // on disk before the answer
  book.set(record.tractionNo, record);
  return record;
};
const end = (record, thirdErrorReason = '') => {
  const ret = thirdErrorReason === '' ? 'success' : 'failed';
  const [thirdOrderNo, tradeFinishedAt] = [randomUUID(), new Date().toLocaleString('sv')];
  return keep({ ...record, ret, thirdErrorReason, thirdOrderNo, tradeFinishedAt });
};
const tell = async (record, againMs = 250) => {
  const body = JSON.stringify(record);
  const signed = sign(secret, `notice-${record.tractionNo}`, body); // the same id at every try
  const headers = { 'content-type': 'application/json', ...signed };
  const answer = await fetch(record.notifyUrl, { method: 'POST', headers, body }).catch(() => null);
  if (answer?.ok || againMs >= 3_600_000) return;
  setTimeout(() => void tell(record, 2 * againMs), againMs);
};
const askCustomer = (record) => {
  // Unless it was cancelled meanwhile. Nobody confirms 200 yuan.
  const answered = () => book.get(record.tractionNo).ret === 'running' && void tell(end(record));
  if (record.payAmount !== 20_000) setTimeout(answered, CUSTOMER_MS);
  return record;
};
const leftOf = (payTractionNo) => {
  const given = [...book.values()].filter(
    (one) => one.payTractionNo === payTractionNo && one.ret === 'success',
  );
  const { payAmount, ret } = book.get(payTractionNo) ?? {};
  return ret === 'success'
    ? given.reduce((left, { refundAmount }) => left - refundAmount, payAmount)
    : 0;
};
const routes = {
  'POST /pay': ({ tractionNo, payAmount, payParams, notifyUrl }) => {
    if (book.has(tractionNo)) return book.get(tractionNo); // a repeat never moves money again
    if (!payParams.payBarCode) return end({ tractionNo, payAmount }, 'payBarCode is missing');
    if (!notifyUrl || payAmount < 10_000) return end({ tractionNo, payAmount });
    return askCustomer(keep({ tractionNo, payAmount, notifyUrl, ret: 'running' }));
  },
  'POST /refund': ({ tractionNo, payTractionNo, refundAmount }) => {
    const reason = refundAmount <= leftOf(payTractionNo) ? '' : 'more than is left of the payment';
    return book.get(tractionNo) ?? end({ tractionNo, payTractionNo, refundAmount }, reason);
  },
  'POST /query': ({ tractionNo }) => book.get(tractionNo) ?? { tractionNo, ret: 'notFound' },
  'POST /cancel': ({ tractionNo }) => {
    if (book.get(tractionNo)?.ret === 'success') return { tractionNo, ret: 'failed' };
    return { ...end({ tractionNo }, 'cancelled'), ret: 'success' }; // a POST that comes late is declined
  },
  'GET /checkEnv': () => ({ ret: true }),
};
for (const record of book.values()) if (record.ret === 'running') askCustomer(record);
const answer = ({ method, url, headers }, body) => {
  if (secret && method === 'POST' && !isSigned(secret, headers, body))
    throw new Error('not signed');
  return JSON.stringify(routes[`${method} ${url.split('?')[0]}`](JSON.parse(body || '{}')));
};
createServer((request, response) => {
  void text(request)
    .then((body) => response.end(answer(request, body)))
    .catch(() => response.writeHead(500).end()); // "unknown" to the gateway, which asks again
}).listen(Number(PORT), '127.0.0.1');

// A payment provider to try connectors on, with an API of its own. It moves no money, and forgets all when it ends.
// Without a code it declines; 100 yuan and more wait until the customer has confirmed, which takes CUSTOMER_MS; 200 exactly nobody confirms.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const { PORT = '7800', CUSTOMER_MS = '5000' } = process.env;
const charges = new Map();
const refunds = new Map();
let numbers = 0;

const decide = ({ amount, code }) => {
  if (!code) return { state: 'declined', why: 'there is no code' };
  return amount < 10_000 ? { state: 'done' } : { state: 'waiting' };
};
const charge = ({ id, amount, code }) => {
  const made = { id, amount, no: `bank-${(numbers += 1)}`, ...decide({ amount, code }) };
  charges.set(id, made);
  if (made.state !== 'waiting' || amount === 20_000) return made;
  setTimeout(() => {
    if (made.state === 'waiting') made.state = 'done';
  }, Number(CUSTOMER_MS));
  return made;
};
const cancel = (id) => {
  const made = charges.get(id) ?? { id, no: `bank-${(numbers += 1)}` };
  if (made.state !== 'done') made.state = 'closed';
  return charges.set(id, made).get(id);
};
const refund = ({ id, charge: of, amount }) => {
  const given = [...refunds.values()].filter((one) => one.of === of && one.state === 'done');
  const paid = charges.get(of)?.state === 'done' ? charges.get(of).amount : 0;
  const isTooMuch = amount > given.reduce((left, one) => left - one.amount, paid);
  const end = isTooMuch ? { state: 'declined', why: 'more than was paid' } : { state: 'done' };
  return refunds.set(id, { id, of, amount, no: `bank-${(numbers += 1)}`, ...end }).get(id);
};
const answer = (method, [, kind, id, act], body) => {
  const books = kind === 'refunds' ? refunds : charges;
  if (act === 'cancel') return cancel(id);
  if (method === 'GET') return books.get(id);
  if (books.has(body.id)) return books.get(body.id);
  return kind === 'refunds' ? refund(body) : charge(body);
};
createServer((request, response) => {
  void text(request).then((body) => {
    const said = answer(request.method, request.url.split('/'), JSON.parse(body || '{}'));
    const shown = said?.state === 'closed' && { ...said, state: 'closed', why: 'it was cancelled' };
    response.writeHead(said ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(shown || said || {}));
  });
}).listen(Number(PORT), '127.0.0.1');

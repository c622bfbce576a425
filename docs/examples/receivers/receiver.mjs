// A receiver of notifications without packages, explained in docs/notifications.md: both formats, genuine ones only, each
// acted on once. PORT and SECRETS (separated by blanks) come from the environment.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

// --- verify ---
const TOLERANCE_S = 300;
// One secret; during a rotation the new one and the one before.
const keys = process.env.SECRETS.split(' ').map((secret) =>
  Buffer.from(secret.replace('whsec_', ''), 'base64'),
);

const isRecent = (seconds) =>
  /^\d{1,12}$/.test(seconds) && Math.abs(Date.now() / 1000 - Number(seconds)) <= TOLERANCE_S;

function isSame(wanted, given) {
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The event, or null when it is not genuine. The body is the bytes that came, before anything parsed them. */
function verify(headers, body) {
  const id = headers['webhook-id'] ?? '';
  const seconds = headers['webhook-timestamp'] ?? '';
  const given = (headers['webhook-signature'] ?? '').split(' ');
  if (!/^[\w-]+$/.test(id) || !isRecent(seconds) || given.length > 8) return null;
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`), body]);
  const wanted = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  );
  const isGenuine = wanted.some((one) => given.some((signature) => isSame(one, signature)));
  return isGenuine ? JSON.parse(body.toString()) : null;
}

// --- CN format ---
/** The fields of the CN format, or null when it is not genuine. */
function verifyCn(headers, body) {
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  const fields = isJson
    ? JSON.parse(body.toString())
    : Object.fromEntries(new URLSearchParams(body.toString()));
  const { sign = '', signPrev = '', ...rest } = fields ?? {};
  const escape = (value) =>
    String(value).replaceAll('%', '%25').replaceAll('&', '%26').replaceAll('=', '%3D');
  const names = Object.keys(rest).sort();
  const text = names.map((name) => `${name}=${escape(rest[name])}`).join('&');
  const wanted = keys.map((key) => createHmac('sha256', key).update(text).digest('hex'));
  const isGenuine = wanted.some(
    (one) => isSame(one, String(sign)) || isSame(one, String(signPrev)),
  );
  return isGenuine && isRecent(rest.timestamp) ? rest : null;
}
// --- serve ---

// The highest sequence of each order. In earnest a table, written in the transaction that acts.
const sequences = new Map();

function act(type, { tractionNo, sequence }) {
  if (tractionNo === undefined) return; // about no order: a test, an endpoint
  if (Number(sequence) <= (sequences.get(tractionNo) ?? -1)) return; // a repeat, or older than what is known
  sequences.set(tractionNo, Number(sequence));
  process.stdout.write(`${type} ${tractionNo} ${sequence}\n`);
}

function take({ url, headers }, body) {
  if (url === '/cn') {
    const fields = verifyCn(headers, body);
    if (fields === null) return [401, 'FAIL'];
    act(fields.notifyType, fields);
    return [200, 'SUCCESS'];
  }
  const event = verify(headers, body);
  if (event === null) return [401, ''];
  act(event.type, event.data);
  return [200, ''];
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 131_072) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answer(request) {
  const body = await bodyOf(request);
  if (body === null) return [413, ''];
  try {
    return take(request, body);
  } catch (error) {
    // No JSON, or the shop's own mistake: it comes again.
    return error instanceof SyntaxError ? [401, ''] : [500, ''];
  }
}

createServer((request, response) => {
  void answer(request).then(([status, text]) => response.writeHead(status).end(text));
}).listen(Number(process.env.PORT), '127.0.0.1');

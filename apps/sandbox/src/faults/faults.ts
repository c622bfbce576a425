import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { type ConnectorAnswer, otherTractionNo, wrongAmountOf } from '../answer.ts';
import type { FaultName } from '../behaviours/behaviour.ts';
import type { Transaction } from '../ledger/transaction.ts';

/** An answer about to be spoilt. */
interface Answering {
  readonly reply: FastifyReply;
  /** what an honest connector would say */
  readonly answer: ConnectorAnswer;
  /** null when the call is not about one transaction (checkEnv, or a query of an unknown number) */
  readonly tx: Transaction | null;
  /** the behaviour's number: ms between two bytes of `drip` */
  readonly argument: number;
}

/** Sends something else than the honest answer, or nothing; takes over the reply for good. */
type Fault = (answering: Answering) => FastifyReply;

const HTML = '<!doctype html><html><head><title>sandbox</title></head><body>oops</body></html>\n';
const JSON_TYPE = 'application/json; charset=utf-8';

/** How each fault is done. */
export const FAULTS: Record<FaultName, Fault> = {
  hang: ({ reply }) => reply.hijack(),
  reset: ({ reply }) => {
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
    return reply;
  },
  '502': ({ reply }) => reply.code(502).type('text/html').send(HTML),
  garbage: ({ reply }) => reply.code(200).type('text/html').send(HTML),
  truncated: ({ reply, answer }) => {
    const text = JSON.stringify(answer);
    return reply.type(JSON_TYPE).send(text.slice(0, text.length / 2));
  },
  redirect: ({ reply, answer }) => reply.redirect(`/sandbox/redirected/${answer.tractionNo}`, 302),
  cutOff,
  '500': ({ reply }) => reply.code(500).send({ message: 'sandbox: out of order' }),
  '400': ({ reply }) => reply.code(400).send({ message: 'sandbox: refused as malformed' }),
  strangeRet: ({ reply, answer }) => reply.send({ ...answer, ret: 'ok' }),
  huge: ({ reply, answer }) => reply.type(JSON_TYPE).send(paddedJson(answer, 8)),
  gzipBomb: ({ reply, answer }) => {
    const body = paddedJson(answer, 32).pipe(createGzip());
    return reply.type(JSON_TYPE).header('content-encoding', 'gzip').send(body);
  },
  drip,
  wrongAmount: ({ reply, answer, tx }) =>
    reply.send({ ...answer, ...(tx === null ? {} : wrongAmountOf(tx)) }),
  wrongTractionNo: ({ reply, answer }) =>
    reply.send({ ...answer, tractionNo: otherTractionNo(answer.tractionNo) }),
};

function cutOff({ reply, answer }: Answering): ReturnType<Fault> {
  const text = JSON.stringify(answer);
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': text.length * 2 });
  // Waiting for the half to leave: destroying at once would drop it and look like a plain reset.
  reply.raw.write(text, () => reply.raw.destroy());
  return reply;
}

function drip({ reply, answer, argument }: Answering): ReturnType<Fault> {
  const bytes = Buffer.from(JSON.stringify(answer));
  const { raw } = reply.hijack();
  raw.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': bytes.length });
  let sent = 0;
  const timer = setInterval(() => {
    raw.write(bytes.subarray(sent, sent + 1));
    sent += 1;
    if (sent < bytes.length) return;
    clearInterval(timer);
    raw.end();
  }, argument);
  raw.on('close', () => clearInterval(timer));
  return reply;
}

const CHUNK = Buffer.alloc(1 << 16, 'x');

/** The answer as JSON with a field of so many MiB at its end, made as it is read. */
function paddedJson(answer: object, mebibytes: number): Readable {
  return Readable.from(parts(answer, mebibytes * 16), { objectMode: false });
}

function* parts(answer: object, chunks: number): Generator<Buffer> {
  yield Buffer.from(`${JSON.stringify(answer).slice(0, -1)},"padding":"`);
  for (let sent = 0; sent < chunks; sent += 1) yield CHUNK;
  yield Buffer.from('"}');
}

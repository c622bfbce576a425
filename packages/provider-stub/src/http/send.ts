import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Behaviour, isOfCall } from '../behaviour/table.ts';
import type { Clock } from '../clock.ts';
import type { Answer, Done } from './types.ts';

const BIG_BODY = 10 * 1024 * 1024;

/** Sends an answer, by the way that the call's behaviour says. */
export function send(
  { res, clock }: { res: ServerResponse; clock: Clock },
  { answer, behaviours, isLost = false }: Done,
): void {
  if (isLost) return reset(res);
  const behaviour = behaviours.find(isOfCall);
  const way = behaviour === undefined ? undefined : WAYS[behaviour.group];
  if (way === undefined || behaviour === undefined) plain(res, answer);
  else way({ res, clock, answer, behaviour });
}

interface Sending {
  readonly res: ServerResponse;
  readonly clock: Clock;
  readonly answer: Answer;
  readonly behaviour: Behaviour;
}

const WAYS: Readonly<Record<number, (sending: Sending) => void>> = {
  2: ({ res, answer, behaviour: { variant } }) => {
    if (variant === 0) return reset(res);
    const half = variant === 2 ? answer.body.subarray(0, answer.body.length >> 1) : Buffer.of();
    head(res, answer, answer.body.length);
    res.flushHeaders();
    res.write(half, () => setTimeout(() => reset(res), 20));
    return undefined;
  },
  3: ({ res, clock, behaviour: { variant, param } }) => {
    if (variant === 0) return reset(res);
    setTimeout(() => reset(res), realMs(clock, param));
    return undefined;
  },
  4: ({ res, clock, answer, behaviour: { param } }) => {
    head(res, answer, answer.body.length);
    res.flushHeaders();
    setTimeout(() => res.end(answer.body), realMs(clock, param));
  },
  5: ({ res, answer, behaviour: { variant } }) => plain(res, nonsense(answer, variant % 10)),
  16: ({ res, answer, behaviour: { variant } }) => {
    if (variant === 0) return reset(res);
    plain(res, answer);
    if (variant === 1) res.once('finish', () => setTimeout(() => res.socket?.destroy(), 5));
    return undefined;
  },
};

function nonsense(answer: Answer, variant: number): Answer {
  const html = { 'content-type': 'text/html' };
  const { headers, body } = answer;
  const answers: readonly Answer[] = [
    { status: 500, headers: html, body: Buffer.from('Internal Server Error') },
    {
      status: 502,
      headers: html,
      body: Buffer.from('<html><body><h1>502 Bad Gateway</h1></body></html>'),
    },
    { status: 200, headers: {}, body: Buffer.of() },
    { status: answer.status, headers: { ...headers, 'content-type': 'image/png' }, body },
    { status: 200, headers, body: Buffer.alloc(BIG_BODY, 'x') },
    {
      status: answer.status,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: gzipSync(body),
    },
    { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: Buffer.of() },
    { status: answer.status, headers, body: body.subarray(0, body.length >> 1) },
  ];
  return answers[variant] ?? answer;
}

function plain(res: ServerResponse, answer: Answer): void {
  head(res, answer, answer.body.length);
  res.end(answer.body);
}

function head(res: ServerResponse, { status, headers }: Answer, length: number): void {
  const hasBody = status !== 204;
  res.writeHead(status, { ...headers, ...(hasBody && { 'content-length': String(length) }) });
}

function reset(res: ServerResponse): void {
  const { socket } = res;
  if (socket === null) return;
  // A TLS socket has no reset of its own.
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

function realMs(clock: Clock, seconds: number): number {
  return clock.realMsUntil(clock.now() + seconds * 1_000);
}

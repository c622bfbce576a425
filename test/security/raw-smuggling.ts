import { payRequest, type RawRequest, type RawScene, toBytes, withBody } from './raw-requests.ts';

/** A request that says in two ways where it ends, with another request where one of the two says so. */
export type Smuggle = (carrier: RawRequest, inner: string) => string;

const EMPTY = '0\r\n\r\n';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** The carrier with exactly these headers about its length, and these bytes behind them. */
function framed(
  lines: readonly string[] | ((inner: string) => readonly string[]),
  body: (inner: string) => string,
): Smuggle {
  return (carrier, inner) => {
    const about = typeof lines === 'function' ? lines(inner) : lines;
    const headers = [...carrier.headers.filter((line) => !/^content-length/i.test(line)), ...about];
    return toBytes({ ...carrier, headers, body: body(inner) }).toString('latin1');
  };
}

const CHUNKED = 'Transfer-Encoding: chunked';
const whole = (body: (inner: string) => string) => (inner: string) =>
  `Content-Length: ${body(inner).length}`;
const behindEmpty = (inner: string) => EMPTY + inner;
/** Chunks end before the inner request, the length after it. */
const oddEncoding = (line: string) =>
  framed((inner) => [whole(behindEmpty)(inner), line], behindEmpty);
/** A length that is none, and the inner request right behind as many bytes as it might mean. */
const oddLength = (...lines: string[]) => framed(lines, (inner) => `{"a":${inner}`);
const oddChunk = (size: string) =>
  framed([CHUNKED], (inner) => `${size}\r\n{"a":\r\n${EMPTY}${inner}`);

/** Framings of which an intermediary and we could think differently. */
const FRAMINGS: Readonly<Record<string, Smuggle>> = {
  'length and chunks': framed((inner) => [whole(behindEmpty)(inner), CHUNKED], behindEmpty),
  'chunks and length': framed((inner) => [CHUNKED, whole(behindEmpty)(inner)], behindEmpty),
  'a short length and chunks': framed(
    ['Content-Length: 4', CHUNKED],
    (inner) => chunk(inner) + EMPTY,
  ),
  'a space before the colon': oddEncoding('Transfer-Encoding : chunked'),
  'a tab before the colon': oddEncoding('Transfer-Encoding\t: chunked'),
  'a folded encoding': oddEncoding('X: y\r\n Transfer-Encoding: chunked'),
  'a folded value': oddEncoding('Transfer-Encoding:\r\n chunked'),
  'an encoding behind a line feed': oddEncoding('X: y\nTransfer-Encoding: chunked'),
  'an encoding behind a carriage return': oddEncoding('X: y\rTransfer-Encoding: chunked'),
  'an encoding that is quoted': oddEncoding('Transfer-Encoding: "chunked"'),
  'an encoding with a vertical tab': oddEncoding('Transfer-Encoding: \x0bchunked'),
  'an encoding with a NUL': oddEncoding('Transfer-Encoding: chunked\0'),
  'an encoding with a parameter': oddEncoding('Transfer-Encoding: chunked;q=1'),
  'an encoding that nobody knows': oddEncoding('Transfer-Encoding: xchunked'),
  'two encodings': oddEncoding('Transfer-Encoding: chunked, identity'),
  'two encoding headers': oddEncoding('Transfer-Encoding: identity\r\nTransfer-Encoding: chunked'),
  'an encoding in other letters': oddEncoding('Transfer-Encoding: cHuNkEd'),
  'an underscore in the name': oddEncoding('Transfer_Encoding: chunked'),
  'two lengths': oddLength('Content-Length: 5', 'Content-Length: 500'),
  'two lengths, the long one first': oddLength('Content-Length: 500', 'Content-Length: 5'),
  'a list of lengths': oddLength('Content-Length: 5, 500'),
  'a length with a sign': oddLength('Content-Length: +5'),
  'a length below zero': oddLength('Content-Length: -5'),
  'a length in hexadecimal': oddLength('Content-Length: 0x5'),
  'a length with a fraction': oddLength('Content-Length: 5.0'),
  'a length with an exponent': oddLength('Content-Length: 5e0'),
  'a length with a space inside': oddLength('Content-Length: 5 00'),
  'a length that overflows': oddLength('Content-Length: 18446744073709551621'),
  'a length with a NUL': oddLength('Content-Length: 5\0'),
  'a length with a space before the colon': oddLength('Content-Length : 5'),
  'a chunk size that overflows': oddChunk('10000000000000005'),
  'a chunk size with a sign': oddChunk('+5'),
  'a chunk size with a prefix': oddChunk('0x5'),
  'a chunk size with a space in front': oddChunk(' 5'),
  'a chunk size with an underscore': oddChunk('0_5'),
  'a chunk extension with a line feed': oddChunk('5;x\n'),
  'a chunk size with a line feed alone': framed(
    [CHUNKED],
    (inner) => `5\n{"a":\r\n${EMPTY}${inner}`,
  ),
  'a chunk size with a carriage return alone': framed(
    [CHUNKED],
    (inner) => `5\r{"a":\r\n${EMPTY}${inner}`,
  ),
  'a chunk that is longer than it says': framed(
    [CHUNKED],
    (inner) => `5\r\n{"a":1}\r\n${EMPTY}${inner}`,
  ),
  'an empty line that is no chunk': framed([CHUNKED], (inner) => `\r\n${inner}`),
};

/** Whole bodies with a request in them, at places that answer before they have read it. */
function bodies(scene: RawScene, carrier: RawRequest): Readonly<Record<string, Smuggle>> {
  const hide = (change: (whole: RawRequest) => RawRequest): Smuggle => {
    return (_, inner) => toBytes(change(withBody(bare(carrier), inner))).toString('latin1');
  };
  const replace = (from: RegExp, to: string) => (request: RawRequest) => ({
    ...request,
    headers: request.headers.map((line) => line.replace(from, to)),
  });
  return {
    'the body of a GET': hide((request) => ({ ...request, method: 'GET', target: '/health/live' })),
    'the body of a DELETE': hide((request) => ({ ...request, method: 'DELETE' })),
    'the body of a stranger': hide(replace(/^Authorization: .*/, 'X: y')),
    'the body of a type that is not read': hide(replace(/application\/json/, 'text/plain')),
    'the body of no route': hide((request) => ({ ...request, target: '/nowhere' })),
    'a body that is announced as too long': hide(
      replace(/^Content-Length: .*/, 'Content-Length: 999999'),
    ),
    'a body that waits to be asked for': hide((request) => ({
      ...request,
      headers: [...request.headers, 'Expect: 100-continue'],
    })),
    'a body that nobody will ask for': hide((request) => ({
      ...request,
      headers: [...request.headers, 'Expect: 100-never'],
    })),
    'a path': (_, inner) =>
      `GET /${encodeURIComponent(`\r\n\r\n${inner}`)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'a query': (_, inner) =>
      `GET /health/live?${encodeURIComponent(inner)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'what follows nonsense': (_, inner) => `NONSENSE\r\n\r\n${inner}`,
    'what follows a header without a name': (_, inner) =>
      `GET /health/live HTTP/1.1\r\n: x\r\n\r\n${inner}`,
    'what follows CONNECT': (_, inner) => `CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n${inner}`,
    'what follows the greeting of HTTP/2': (_, inner) => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${inner}`,
    'what follows a request of HTTP/0.9': (_, inner) => `GET /health/live\r\n${inner}`,
    'what follows carriage returns': (_, inner) => `GET /health/live HTTP/1.1\rHost: x\r\r${inner}`,
    'what follows chunks that a stranger broke': (_, inner) =>
      `POST /api/v1/pay HTTP/1.1\r\nHost: x\r\n${CHUNKED}\r\n\r\nzz\r\n${inner}`,
    'what follows a token of another caller': (_, inner) => inner.replace(scene.token, 'x.y.z'),
  };
}

function bare(carrier: RawRequest): RawRequest {
  const headers = carrier.headers.filter((line) => !/^content-/i.test(line));
  return { ...carrier, headers, body: '' };
}

/** Every one of them, by name; the inner request would pay `clientPayNo`. */
export function smuggled(
  scene: RawScene,
  clientPayNo: string,
): readonly (readonly [string, Buffer])[] {
  const carrier = payRequest(scene, 'never');
  const inner = toBytes(payRequest(scene, clientPayNo)).toString('latin1');
  return Object.entries({ ...FRAMINGS, ...bodies(scene, carrier) }).map(([what, smuggle]) => [
    what,
    Buffer.from(smuggle(carrier, inner), 'latin1'),
  ]);
}

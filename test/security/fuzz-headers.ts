import * as fc from 'fast-check';
import type { PlainRequest } from '../support/http-pool.ts';

/** Most often the one, in so many of a hundred the other. */
export const rarely = <T>(often: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, inHundred: number) =>
  fc.oneof({ weight: 100 - inHundred, arbitrary: often }, { weight: inHundred, arbitrary: odd });

/** Methods, the operation's own or not. */
export const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');
/** Where the API is mounted, or nearly there. */
export const bases = rarely(
  fc.constantFrom('/api/v1.0.0', '/api/v1.0.0', '/api/v1.0.0', '/api/v1'),
  fc.constantFrom(
    '',
    '/api',
    '/api/v2',
    '/API/v1',
    '//api/v1',
    '/api/v1/',
    '/api/v1.0.0/.',
    '/api/v1%2f',
  ),
  2,
);
export const JSON_TYPE = 'application/json';
const contentTypes = rarely(
  fc.constantFrom(JSON_TYPE, `${JSON_TYPE}; charset=utf-8`, 'Application/JSON'),
  fc.constantFrom(
    'text/plain',
    'application/xml',
    'application/json5',
    'application/jsonp',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'application/json;',
    'application',
    '/',
    ';',
    ',',
  ),
  5,
);
/** No waiting beyond a second: a caller that waits is one that does nothing else. */
const prefers = fc.constantFrom(
  'respond-async',
  'respond-async',
  'wait=0',
  'wait=1',
  'WAIT = "1"',
  'wait=-1',
  'wait=x',
  'wait=',
  'return=minimal',
  'wait=99999999999',
  '',
  ',',
  'wait=1, respond-async',
  'respond-async; x="y"',
  'x'.repeat(2_000),
);
const oddHeaders = fc.constantFrom<readonly [string, string]>(
  ['accept', 'text/html'],
  ['accept', '*/*;q=0'],
  ['accept-encoding', 'br;q=1, gzip'],
  ['accept-language', 'zh'],
  ['content-encoding', 'gzip'],
  ['content-language', 'x'],
  ['content-md5', 'x'],
  ['cookie', 'a=b'],
  ['if-none-match', '*'],
  ['if-modified-since', 'x'],
  ['range', 'bytes=0-1'],
  ['idempotency-key', 'x'],
  ['x-request-id', 'x'],
  ['request-id', 'x'],
  ['x-forwarded-for', '1.2.3.4'],
  ['x-forwarded-proto', 'https'],
  ['x-forwarded-host', 'evil'],
  ['forwarded', 'for=x'],
  ['x-http-method-override', 'DELETE'],
  ['x-original-url', '/x'],
  ['x-merchant', 'x'],
  ['origin', 'https://evil.example'],
  ['access-control-request-method', 'PUT'],
  ['referer', 'x'],
  ['user-agent', '() { :;}; x'],
  ['traceparent', '00-x'],
  ['webhook-id', 'x'],
  ['webhook-signature', 'v1,x'],
  ['priority', 'u=9'],
  ['via', '1.1 x'],
  ['max-forwards', '0'],
);

type Headers = PlainRequest['headers'];

/** Headers of a request: most as they are meant, some odd, and any waiting time. */
export function headersOf(hasBody: boolean): fc.Arbitrary<Headers> {
  const type: fc.Arbitrary<Headers> = hasBody
    ? contentTypes.map((value) => [['content-type', value] as const])
    : fc.constant([]);
  const prefer = rarely<Headers>(
    prefers.map((value) => [['prefer', value] as const]),
    fc.constant([]),
    40,
  );
  const odd = rarely<Headers>(
    fc.constant([]),
    oddHeaders.map((one) => [one]),
    10,
  );
  return fc.tuple(type, prefer, odd).map((lists) => lists.flat());
}

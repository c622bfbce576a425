import * as fc from 'fast-check';
import { headersOf, methods, rarely } from '../security/fuzz-headers.ts';
import { bodyText, oddPair, oddText, spoiledText } from '../security/fuzz-mutations.ts';
import type { Operation } from '../support/openapi.ts';
import { files } from './fuzz-files.ts';
import { FUZZED, valueOf } from './fuzz-values.ts';

/** Who sends it: the merchant, an operator who names it, or nobody. */
export type FuzzCaller = 'merchant' | 'operator' | 'nobody';

/** One generated request; the token is not in it yet. */
export interface FuzzRequest {
  readonly operation: string;
  readonly caller: FuzzCaller;
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly body: string | Uint8Array | null;
}

const JSON_HEADERS: FuzzRequest['headers'] = [['content-type', 'application/json']];
const CSV_HEADERS: FuzzRequest['headers'] = [['content-type', 'text/csv']];
const IMPORTS = 'POST /admin/imports';
const callers = fc.oneof(
  { weight: 8, arbitrary: fc.constant<FuzzCaller>('merchant') },
  { weight: 3, arbitrary: fc.constant<FuzzCaller>('operator') },
  { weight: 1, arbitrary: fc.constant<FuzzCaller>('nobody') },
);
const escapeText = (text: string) => encodeURIComponent(text.toWellFormed());

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: object;
}

/** Requests for one operation: right, wrong in a field of the body, or wrong anywhere. */
export function requestsOf({ key, operation }: Operation): fc.Arbitrary<FuzzRequest> {
  const [method = '', template = ''] = key.split(' ');
  const parameters = (operation.parameters ?? []) as Parameter[];
  const schema = operation.requestBody?.content['application/json'].schema as object | undefined;
  const right = schema === undefined ? null : rightOf(key, schema);
  const base = { operation: key, caller: callers, method };
  const path = fc.tuple(pathOf(template, parameters), queryOf(parameters, false));
  const plain = fc.record({
    ...constants(base),
    caller: callers,
    path: path.map((parts) => parts.join('')),
    ...contentOf(key, right, false),
  });
  const wild = fc.record({
    ...constants(base),
    caller: callers,
    method: rarely(fc.constant(method), methods, 15),
    path: fc
      .tuple(pathOf(template, parameters), queryOf(parameters, true))
      .map((parts) => parts.join('')),
    ...contentOf(key, right, true),
  });
  return fc
    .oneof({ weight: 5, arbitrary: plain }, { weight: 5, arbitrary: wild })
    .map((one) => ({ ...one, path: ofMerchant(one) }));
}

const ADJUSTMENTS = 'POST /admin/adjustments';
/** What an adjustment is of: few of all combinations are there. */
const DEBT = { book: 'signAccount', account: 'receivable', partyUUID: 'c1' };

function rightOf(key: string, schema: object): fc.Arbitrary<object> {
  const any = valueOf(schema, '') as fc.Arbitrary<object>;
  return key === ADJUSTMENTS
    ? fc.oneof(
        any,
        any.map((body) => ({ ...body, ...DEBT, item: undefined })),
      )
    : any;
}

const constants = ({ operation, method }: { operation: string; method: string }) => ({
  operation: fc.constant(operation),
  method: fc.constant(method),
});

function ofMerchant({ caller, path }: Pick<FuzzRequest, 'caller' | 'path'>): string {
  if (caller !== 'operator' || path.includes('merchantUUID')) return path;
  return `${path}${path.includes('?') ? '&' : '?'}merchantUUID=${FUZZED}`;
}

/** Every field of the bodies, each wrong in its turn. */
export function fieldsOf({ key, operation }: Operation): [string, fc.Arbitrary<FuzzRequest>][] {
  const content = operation.requestBody?.content['application/json'].schema;
  const [method = '', path = ''] = key.split(' ');
  const parameters = (operation.parameters ?? []) as Parameter[];
  return Object.keys(content?.properties ?? {}).map((name) => [
    `${key} ${name}`,
    fc.record({
      ...constants({ operation: key, method }),
      caller: fc.constant<FuzzCaller>('merchant'),
      path: pathOf(path, parameters),
      headers: fc.constant(JSON_HEADERS),
      body: spoiledText(valueOf(content, '') as fc.Arbitrary<object>, name),
    }),
  ]);
}

function pathOf(template: string, parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const named = parameters.filter((one) => one.in === 'path');
  const values = named.map(({ name, schema }) =>
    rarely(
      valueOf(schema, name).map((value) => escapeText(String(value))),
      oddText,
      10,
    ),
  );
  return fc
    .tuple(...values)
    .map((texts) =>
      named.reduce(
        (path, { name }, at) => path.replace(`{${name}}`, () => texts[at] ?? ''),
        template,
      ),
    );
}

function queryOf(parameters: readonly Parameter[], isWild: boolean): fc.Arbitrary<string> {
  const known = parameters.filter((one) => one.in === 'query');
  const pairs = known.map(({ name, schema, required }) => {
    const value = valueOf(schema, name).map((one) => escapeText(String(one)));
    const pair = (isWild ? rarely(value, oddText, 25) : value).map((text) => `${name}=${text}`);
    const isThere = required === true ? 95 : 25;
    return fc.oneof(
      { weight: isThere, arbitrary: pair },
      { weight: 100 - isThere, arbitrary: fc.constant('') },
    );
  });
  const odd = isWild ? rarely(fc.constant(''), oddPair, 30) : fc.constant('');
  return fc.tuple(...pairs, odd).map((all) => {
    const given = all.filter((pair) => pair !== '');
    return given.length === 0 ? '' : `?${given.join('&')}`;
  });
}

function contentOf(key: string, right: fc.Arbitrary<object> | null, isWild: boolean) {
  if (key === IMPORTS) {
    const headers = isWild
      ? rarely(fc.constant(CSV_HEADERS), headersOf(true), 20)
      : fc.constant(CSV_HEADERS);
    return { headers, body: files as fc.Arbitrary<FuzzRequest['body']> };
  }
  if (right === null) {
    const body = fc.constant<FuzzRequest['body']>(null);
    return { headers: isWild ? headersOf(false) : fc.constant<FuzzRequest['headers']>([]), body };
  }
  const text = isWild ? fc.oneof(bodyText(right, 60), brokenBytes(right)) : bodyText(right, 0);
  const headers = isWild ? headersOf(true) : fc.constant(JSON_HEADERS);
  return { headers, body: text as fc.Arbitrary<FuzzRequest['body']> };
}

/** JSON with a byte that is no UTF-8, behind a byte order mark, or nested deeply. */
function brokenBytes(right: fc.Arbitrary<object>): fc.Arbitrary<string | Uint8Array> {
  return fc.oneof(
    fc
      .tuple(right, fc.nat(200), fc.constantFrom(0xff, 0xc3, 0x00, 0xe5))
      .map(([value, at, byte]) => {
        const bytes = Buffer.from(JSON.stringify(value));
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
    right.map((value) => `\ufeff${JSON.stringify(value)}`),
    fc.constantFrom('['.repeat(50_000), `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  );
}

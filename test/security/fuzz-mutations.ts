import * as fc from 'fast-check';

type Json = Record<string, unknown>;
/** Where in a value or a text, whatever its size. */
type Index = number;

/** What stands where a value should, as JSON. */
const NASTY: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '1e3',
  '-0',
  '1e21',
  '1e400',
  '9007199254740993',
  '-9007199254740993',
  '99999999999999999999999999',
  '0.1e-400',
  '""',
  '" "',
  '"0"',
  '"1"',
  '"null"',
  '"NaN"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '[{}]',
  '{"":""}',
  '{"$ne":null}',
  '{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\u202e"',
  '"\ufeff"',
  '"\u{1f4a9}"',
  '"\u0130"',
  '"\\\\"',
  '"\\n"',
  '"\'"',
  '"\' OR 1=1 --"',
  '"%27"',
  '"%00"',
  '"%"',
  '"_"',
  '"*"',
  '"../../x"',
  '"${jndi:ldap://x}"',
  '"{{7*7}}"',
  '"<script>x</script>"',
  '"=1+1"',
  '"constructor"',
  '"__proto__"',
  '"toString"',
  `"${'x'.repeat(65)}"`,
  `"${'x'.repeat(3_000)}"`,
  `"${'\u{1f4a9}'.repeat(700)}"`,
  `"${'\\u0041'.repeat(2_000)}"`,
  `[${'1,'.repeat(2_000)}1]`,
  `${'['.repeat(33)}${']'.repeat(33)}`,
  `{${Array.from({ length: 70 }, (_, at) => `"k${at}":1`).join()}}`,
];
/** What stands somewhere in a text of JSON. */
const JUNK: readonly string[] = [
  '',
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\0',
  '\n',
  ' ',
  '\ufeff',
  '//',
  '/**/',
  '#',
  "'",
  'NaN',
  'undefined',
  '{}',
  '[]',
  '"a":1,',
  ',"a":1',
  '"__proto__":{},',
  '"constructor":{"prototype":{}},',
  '\u2028',
  '\\u0000',
  '\\ud800',
  '\\x41',
  '00',
  '+1',
  '0x1',
  '1_000',
];
const WHOLE: readonly string[] = [
  '',
  ' ',
  'null',
  '[]',
  '{}',
  '""',
  '0',
  'true',
  '{"":{}}',
  'a=1&b=2',
  '<x/>',
  '\ufeff{}',
  '[{}]',
  '{}{}',
];

const at = <T>(items: readonly T[], place: Index): T | undefined => items[place % items.length];
const keysOf = (body: Json) => (Object.keys(body).length > 0 ? Object.keys(body) : ['']);

/** A batch's first element, or the body itself: where the fields are. */
function target(body: Json): Json {
  const list = Object.values(body).find(Array.isArray) as unknown[] | undefined;
  const [first] = list ?? [];
  return typeof first === 'object' && first !== null ? (first as Json) : body;
}

const RAW = '@@raw@@';

/** Changes a body before it is written. What it puts there may be text that no JSON.stringify writes. */
type ChangeBody = (body: Json, place: Index, raw: string) => string;

const write = (body: Json, raw: string) => JSON.stringify(body).replace(`"${RAW}"`, () => raw);

const CHANGES: readonly ChangeBody[] = [
  (body, place, raw) => {
    const fields = target(body);
    fields[at(keysOf(fields), place) ?? ''] = RAW;
    return write(body, raw);
  },
  (body, place) => {
    const fields = target(body);
    delete fields[at(keysOf(fields), place) ?? ''];
    return JSON.stringify(body);
  },
  (body, _place, raw) => {
    target(body)['surprise'] = RAW;
    return write(body, raw);
  },
  (body, place, raw) => {
    const key = JSON.stringify(at(keysOf(body), place));
    return JSON.stringify(body).replace('{', () => `{${key}:${raw},`);
  },
  (body, place) => {
    const text = JSON.stringify(body);
    return text.slice(0, place % (text.length + 1));
  },
  (body, place, raw) => {
    const text = JSON.stringify(body);
    const where = place % (text.length + 1);
    return text.slice(0, where) + (at(JUNK, raw.length + place) ?? '') + text.slice(where);
  },
  (body, place) => {
    const text = JSON.stringify(body);
    const where = place % text.length;
    return text.slice(0, where) + text.slice(where + 1);
  },
  (body) => JSON.stringify([body]),
  (body) => JSON.stringify({ data: body }),
  (_body, place) => at(WHOLE, place) ?? '',
  (_body, _place, raw) => raw,
];

/** A body as it is, or changed in one way. */
export function bodyText(body: fc.Arbitrary<unknown>, share: number): fc.Arbitrary<string> {
  const change = fc.tuple(fc.constantFrom(...CHANGES), fc.nat(5_000), fc.constantFrom(...NASTY));
  const changed = fc
    .tuple(body, change)
    .map(([value, [how, place, raw]]) => how(value as Json, place, raw));
  return fc.oneof(
    { weight: 100 - share, arbitrary: body.map((value) => JSON.stringify(value)) },
    { weight: share, arbitrary: changed },
  );
}

/** A body that is right but for this field of it, or of its first element. */
export function spoiledText(body: fc.Arbitrary<object>, name: string): fc.Arbitrary<string> {
  return fc.tuple(body, fc.constantFrom(...NASTY)).map(([value, raw]) => {
    target(value as Json)[name] = RAW;
    return write(value as Json, raw);
  });
}

const ODD_TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'null',
  'true',
  '%',
  '%00',
  '%zz',
  '%ff',
  '%c3%28',
  '%0d%0a',
  '..',
  '.',
  '/',
  '%2f',
  '%2e%2e%2f',
  '\\',
  '*',
  "'",
  "';--",
  '"',
  '<x>',
  '{}',
  '[]',
  '$',
  '~',
  'x'.repeat(65),
  'x'.repeat(129),
  'x'.repeat(3_000),
  '%F0%9F%92%A9',
  '%E2%80%AE',
  '__proto__',
  'constructor',
  'undefined',
  'NaN',
  '2018-07-12',
  'desc',
  'createdAt desc',
  'createdAt%20desc',
  'payMode,payMode',
  ',',
  'a,b,c',
];

/** A text of a path or a query, escaped as it is sent. */
export const oddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
);

/** Pairs of a query that nobody asked for. */
export const oddPair = fc
  .tuple(
    fc.constantFrom(
      'x',
      '',
      'limit',
      'offset',
      'cursor',
      'orderBy',
      'expand',
      'status',
      'uuid',
      'merchantUUID',
      'a[]',
      'a[b]',
      '__proto__',
      'limit[]',
      'limit[$gt]',
      'payBarCode',
      'access_token',
      'callback',
      '%00',
      '%',
      'constructor',
      'toString',
      '$where',
    ),
    oddText,
  )
  .map(([name, value]) => `${name}=${value}`);

import * as fc from 'fast-check';
import { resolve } from '../support/openapi.ts';

/** Makes values that a schema of the description allows, with ids that mean something. */
export interface Values {
  /** `name` is the field's own, which says what an id is of */
  of(schema: object, name: string): fc.Arbitrary<unknown>;
  /** An id of this kind: most often the caller's own, sometimes another caller's or no one's. */
  id(name: string, fallback: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>;
}

/** Of OpenAPI, as far as a generator reads it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly object[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: object;
  readonly minItems?: number;
}

const MAX_TEXT = 24;
const MAX_ITEMS = 4;
const MAX_NUMBER = 1_000;
/** What the sandbox's connector does, as it calls it. */
const BEHAVIOURS =
  `succeed succeed fail slow:50 runForever runThenQuery runThenNotice earlyNotice doubleNotice
  forgedNotice wrongAmountNotice badSignatureNotice chargeThen502 chargeThenReset chargeThenGarbage 400 nobodysName`.split(
    /\s+/,
  );

/** What only a person would think of, by the name of the field. */
const LIKELY: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  clientPayNo: fc.constant('~new~'),
  clientRefundNo: fc.constant('~new~'),
  payAmount: fc.integer({ min: 1, max: 500 }),
  refundAmount: fc.integer({ min: 1, max: 200 }),
  thirdNo: fc.constant('~new~'),
  // Long pages say the same again, and take their time.
  limit: fc.integer({ min: 1, max: 9 }),
  createdFrom: fc.constantFrom('2018-07-12 11:47:10', '2999-01-01 00:00:00', '2026-02-30 25:61:61'),
  from: fc.constantFrom('2018-07-12 11:47:10', '2026-02-30 25:61:61'),
  to: fc.constantFrom('2999-01-01 00:00:00', '2018-07-12 11:47:09'),
  createdTo: fc.constantFrom('2018-07-12 11:47:10', '2999-01-01 00:00:00', ''),
  expand: fc
    .subarray(['payMode', 'refundOrders', 'tradeRecords', 'payOrder'])
    .map((names) => names.join()),
  payParams: fc.record(
    {
      sandbox: fc.constantFrom(...BEHAVIOURS),
      payBarCode: fc.constantFrom('134853566181206476', 'x', 7),
    },
    { requiredKeys: [] },
  ),
  secretParams: fc.subarray(['cardNo', 'pin', 'payBarCode']),
  searchKeys: fc.subarray(['orderNo', 'note', 'payBarCode']),
  // A number, of which the first characters are enough.
  q: fc.constantFrom('payed-', 'payed-1', '134853566181206476', '#1\r\n', '%', '~new~'),
  notifySecret: fc.constantFrom('whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=', 'short', ''),
};

/** @param foreign whether ids of the merchant whom nobody may see are among them */
export function createValues(
  description: object,
  pools: ReadonlySet<string>,
  foreign: boolean,
): Values {
  const id: Values['id'] = (name, fallback) => {
    if (!pools.has(name)) return fallback;
    const at = fc.nat(999);
    const own = at.map((place) => `~own.${name}.${place}~`);
    const others = at.map((place) => `~foreign.${name}.${place}~`);
    return fc.oneof(
      { weight: 8, arbitrary: own },
      { weight: foreign ? 2 : 0, arbitrary: others },
      { weight: 1, arbitrary: fallback },
    );
  };
  const of: Values['of'] = (node, name) => {
    const schema = resolve(description, node) as Schema;
    const plain = byType(schema, name, of);
    const likely = LIKELY[name];
    const known = id(name, plain);
    if (likely === undefined) return known;
    return fc.oneof({ weight: 6, arbitrary: likely }, { weight: 2, arbitrary: known });
  };
  return { of, id };
}

function byType(schema: Schema, name: string, of: Values['of']): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => of(one, name)));
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, of)));
}

function ofType(type: string, schema: Schema, of: Values['of']): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integer(schema);
    case 'array':
      return fc.array(of(schema.items ?? {}, ''), {
        minLength: schema.minItems ?? 0,
        maxLength: MAX_ITEMS,
      });
    case 'object':
      return object(schema, of);
    default:
      return text(schema);
  }
}

function integer({ minimum = -MAX_NUMBER, maximum = MAX_NUMBER }: Schema): fc.Arbitrary<number> {
  const near = fc.integer({ min: minimum, max: Math.min(maximum, minimum + MAX_NUMBER) });
  return fc.oneof(
    { weight: 6, arbitrary: near },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
  );
}

function text({ pattern, minLength = 0, maxLength = MAX_TEXT }: Schema): fc.Arbitrary<string> {
  if (pattern?.includes('https?') === true) {
    const urls = fc.constantFrom(
      'http://127.0.0.1:1/',
      'http://169.254.169.254/',
      'http://[::1]:1/',
      'https://pay.example/pay?x=1#y',
      'http://',
      `http://${'x'.repeat(300)}/`,
    );
    return fc.oneof(
      { weight: 8, arbitrary: fc.nat(2).map((at) => `~own.urls.${at}~`) },
      { weight: 2, arbitrary: urls },
      { weight: 1, arbitrary: fc.webUrl() },
    );
  }
  if (pattern !== undefined) {
    const regex = new RegExp(pattern, 'u');
    return fc.stringMatching(regex, {
      maxLength: Math.max(minLength, Math.min(maxLength, MAX_TEXT)),
    });
  }
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, MAX_TEXT)) };
  return fc
    .oneof(
      fc.string({ ...length, unit: 'grapheme-ascii' }),
      fc.string({ ...length, unit: 'grapheme' }),
    )
    .filter((value) => value.length <= maxLength);
}

const ABSENT = Symbol('absent');

/** What it requires, and of the rest a third: too much of it would never all be right at once. */
function object(schema: Schema, of: Values['of']): fc.Arbitrary<object> {
  const required = new Set(schema.required);
  const entries = Object.entries(schema.properties ?? {}).map(([key, node]) => {
    const value = of(node, key);
    const absent = { weight: required.has(key) ? 0 : 2, arbitrary: fc.constant(ABSENT) };
    return [key, fc.oneof(absent, { weight: 1, arbitrary: value })] as const;
  });
  const known = fc.record(Object.fromEntries(entries)).map(present);
  if (schema.additionalProperties !== true) return known;
  const more = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 3 },
  );
  return fc.tuple(more, known).map(([any, named]) => ({ ...any, ...named }));
}

function present(record: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ABSENT));
}

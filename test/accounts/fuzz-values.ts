import * as fc from 'fast-check';
import type { Schema } from '../security/fuzz-values.ts';

/** The merchant of the fuzz. */
export const FUZZED = 'shop-fuzzed';

const today = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
const days = fc.oneof(
  { weight: 3, arbitrary: fc.constant(today) },
  { weight: 6, arbitrary: fc.constantFrom('2026-01-31', '2099-12-31', '2020-02-29', '9999-12-31') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '2026-02-30',
      '2025-02-29',
      '0000-01-01',
      '2026-13-01',
      '2026-00-10',
    ),
  },
);
const texts = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\u0000', 'a\u0000b', '\ud800', '\udc00x', '\u202e', '=1+1', '\n'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);

/** What only a person would think of, by the name of the field. */
const LIKELY: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  merchantUUID: fc.constant(FUZZED),
  partyUUID: fc.constantFrom('m1', 'm2', 'm3', 'c1', 'c1', 'a b', '../x', 'm1\u0000'),
  personUUID: fc.constantFrom('p1', 'p2', ' '),
  key: fc.oneof(
    fc.nat(10_000).map((at) => `k${at}`),
    texts.filter((text) => text !== ''),
  ),
  topUpNo: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(`topUp:${FUZZED}:first`, `topUp:${FUZZED}:counts`) },
    fc.constant('x'),
    fc.nat(50).map((at) => `topUp:${FUZZED}:k${at}`),
  ),
  merchandiseUUID: fc.constantFrom('wash', 'wash', 'cut', 'a/b', 'a b'),
  styleUUID: fc.constantFrom('', 'short', 'long'),
  amount: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(-20, 5_000, 0)),
  id: fc.oneof(fc.integer({ min: 1, max: 9 }).map(String), fc.constantFrom('999999999999999')),
  limit: fc.constantFrom('1', '3', '500'),
  after: fc.constantFrom('1', 'm1', 'A2026', '99999999999999999999', '%'),
  fromDate: days,
  toDate: days,
  dueDate: days,
  validFrom: days,
  validTo: days,
  bonusExpiresAt: fc.oneof(
    days,
    days.map((day) => `${day} 10:00`),
    days.map((day) => `${day} 24:61:99`),
  ),
  expiresAt: fc.oneof(
    days,
    days.map((day) => `${day} 00:00:00`),
    days.map((day) => `${day} 24:00`),
  ),
};

/** Values that a schema of the description allows, or nearly. */
export function valueOf(node: object, name: string): fc.Arbitrary<unknown> {
  const likely = LIKELY[name];
  if (likely !== undefined) return likely;
  const schema = node as Schema;
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.type === 'integer') return integer(schema);
  if (schema.type === 'array') {
    return fc.array(valueOf(schema.items ?? {}, ''), { minLength: 1, maxLength: 3 });
  }
  return schema.type === 'object' || schema.properties !== undefined ? object(schema) : texts;
}

function integer({ minimum = 0, maximum = 100 }: Schema): fc.Arbitrary<number> {
  const near = fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 0) + 100) });
  return fc.oneof(
    { weight: 8, arbitrary: near },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
  );
}

/** What it requires, and half of the rest. */
function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> {
  const fields = Object.entries(properties).map(
    ([name, node]) => [name, valueOf(node, name)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
}

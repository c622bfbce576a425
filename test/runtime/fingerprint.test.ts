import { fingerprint } from '@payserver/shared/runtime/fingerprint';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const content = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8 });

/** The same value with the keys of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reordered(inner)] as const);
  return Object.fromEntries(entries.toReversed());
}

/** Whether two JSON values are the same to whoever reads them; `-0` is written as `0`. */
function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) => JSON.stringify(sorted(value));
  return plain(one) === plain(other);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

describe('the fingerprint of a request', () => {
  test('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(fingerprint(reordered(value) as object)).toBe(fingerprint(value));
      }),
    );
  });

  test('is a SHA-256 in base64url', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(fingerprint(value)).toMatch(/^[\w-]{43}$/);
      }),
      { numRuns: 20 },
    );
  });

  test('is another one for other content', () => {
    fc.assert(
      fc.property(content, content, (one, other) => {
        expect(fingerprint(one) === fingerprint(other)).toBe(isSame(one, other));
      }),
    );
  });

  test('tells apart what is nearly the same', () => {
    const contents = [{ a: 1 }, { a: '1' }, { a: true }, { a: null }, { a: [1] }, { a: { 0: 1 } }];
    const more = [{}, { A: 1 }, { a: 1.5 }, { a: [1, 2] }, { a: [2, 1] }, { b: 1 }, { a: 1, b: 1 }];
    const seen = new Set([...contents, ...more].map(fingerprint));
    expect(seen.size).toBe(contents.length + more.length);
  });

  test('is the same for an object with more keys than a small sort takes', () => {
    const keys = Array.from({ length: 500 }, (_, i) => `k${(i * 7_919) % 500}`);
    const make = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]));
    expect(fingerprint(make(keys))).toBe(fingerprint(make(keys.toSorted())));
  });
});

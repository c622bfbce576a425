import { newUuid } from '@payserver/shared/domain/ids';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The 128 bits as 32 hexadecimal digits. */
function hexOf(uuid: string): string {
  const value = Array.from(uuid).reduce(
    (sum, char) => sum * 62n + BigInt(ALPHABET.indexOf(char)),
    0n,
  );
  return value.toString(16).padStart(32, '0');
}

function inByteOrder(texts: readonly string[]): boolean {
  return texts.every(
    (text, i) => i === 0 || Buffer.compare(Buffer.from(texts[i - 1] ?? ''), Buffer.from(text)) < 0,
  );
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a new uuid', () => {
  test('is 22 characters of base62', () => {
    for (let i = 0; i < 1_000; i += 1) expect(newUuid()).toMatch(/^[0-9A-Za-z]{22}$/);
  });

  test('is a UUIDv7 of this moment: version 7, variant 10, milliseconds first', () => {
    const before = Date.now();
    const hex = hexOf(newUuid());
    expect(hex).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(Number.parseInt(hex.slice(0, 12), 16)).toBeGreaterThanOrEqual(before);
  });

  test('follows every earlier one in byte order, many in one millisecond included', () => {
    const made = Array.from({ length: 10_000 }, newUuid);
    expect(inByteOrder(made)).toBe(true);
  });

  test('keeps its form and its order whatever the clock does', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const year9999 = 253_402_300_799_999;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: year9999 }), { maxLength: 30 }), (clock) => {
        const made = clock.map((ms) => {
          vi.setSystemTime(ms);
          return newUuid();
        });
        expect(inByteOrder(made)).toBe(true);
        expect(made.every((text) => /^[0-9A-Za-z]{22}$/.test(text))).toBe(true);
      }),
    );
  });
});

import { readSaid } from '@payserver/shared/domain/said';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** Members of an object as JSON text, names repeated or not, some of them escaped. */
const members = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom('ret', 'tractionNo', 'a"b', 'c\\\\', '{', '__proto__'), fc.string()),
    fc.jsonValue({ maxDepth: 3 }),
    fc.boolean(),
  ),
  { maxLength: 8 },
);

function writeName(name: string, isEscaped: boolean): string {
  if (!isEscaped) return JSON.stringify(name);
  const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

test('reads every object as JSON.parse does, with or without a mark, and tells which names occur twice', () => {
  fc.assert(
    fc.property(members, fc.constantFrom('', '\ufeff'), fc.nat(2), (fields, mark, spaces) => {
      const space = ' '.repeat(spaces);
      const inner = fields.map(
        ([name, value, isEscaped]) =>
          `${space}${writeName(name, isEscaped)}${space}:${JSON.stringify(value, null, spaces)}`,
      );
      const text = `{${inner.join(',')}${space}}`;
      const names = fields.map(([name]) => name);
      const doubled = names.filter((name, at) => names.indexOf(name) !== at);
      expect(readSaid(Buffer.from(mark + text))).toEqual({
        fields: JSON.parse(text),
        doubled: new Set(doubled),
      });
    }),
    { numRuns: 1_000 },
  );
});

test('never throws, whatever the bytes are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(['string', 'object']).toContain(typeof readSaid(bytes));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['', 'not JSON'],
  ['{"a":1} {"a":1}', 'not JSON'],
  ['\ufeff\ufeff{}', 'not JSON'],
  ['[{"ret":"success"}]', 'not a JSON object'],
  ['null', 'not a JSON object'],
])('%j is %s', (text, problem) => {
  expect(readSaid(Buffer.from(text))).toBe(problem);
});

test('another encoding is another fault than what is no JSON', () => {
  expect(readSaid(Buffer.from('{"a":"\u00fc"}', 'latin1'))).toBe('not UTF-8');
  expect(readSaid(Buffer.from('{"a":1}', 'utf16le'))).toBe('not JSON');
});

test('depth and numbers that nobody reads do no harm', () => {
  const deep = `{"x":${'['.repeat(5_000)}${']'.repeat(5_000)},"y":1e999,"z":9007199254740993,"ret":1}`;
  expect(readSaid(Buffer.from(deep))).toMatchObject({ fields: { ret: 1 }, doubled: new Set() });
});

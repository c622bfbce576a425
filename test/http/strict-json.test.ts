import { RefusalError } from '@payserver/shared/domain/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson, UnreadableElement } from '../../apps/api/src/http/strict-json.ts';

function messageOf(text: string): string {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof RefusalError) return `${error.refusal.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

it('reads what JSON.parse reads, where that changes nothing', () => {
  const values = fc.jsonValue({ maxDepth: 6 }).filter((value) => {
    const text = JSON.stringify(value);
    const isExact = !/(?<![\d.eE+-])-?\d{16,}|e\+/.test(text);
    return isExact && !/\\u0000|\\ud[89a-f]/i.test(text) && !text.includes('"__proto__"');
  });
  fc.assert(
    fc.property(values, fc.nat(4), (value, indent) => {
      expect(parseStrictJson(JSON.stringify(value, null, indent))).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

it('throws nothing but refusals', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      expect(messageOf(text)).toMatch(/^(accepted|9004 .+)$/s);
    }),
  );
});

it.each([
  ['{"payAmount":9007199254740993}', /^9004 payAmount is a number too large/],
  ['{"payAmount":1e400}', /^9004 payAmount is a number too large/],
  ['{"a":[{"b":1},{"b":-9007199254740992}]}', /^9004 a\.1\.b is a number/],
  ['{"clientPayNo":"a\\u0000"}', /^9004 clientPayNo must not contain NUL/],
  ['{"payParams":{"note":"\\ud800"}}', /^9004 payParams\.note must not contain/],
  ['{"payParams":{"\\udfff":1}}', /^9004 a name inside payParams must not contain/],
  ['{"a":1,"a":1}', /^9004 a occurs twice/],
  ['{"a":1,"\\u0061":2}', /^9004 a occurs twice/],
  ['{"x":{"__proto__":{"isAdmin":true}}}', /^9004 x\.__proto__ is not a known field/],
  ['{"\\u005f_proto__":1}', /^9004 __proto__ is not/],
  [`${'['.repeat(40)}${']'.repeat(40)}`, /^9004 [\d.]+ is nested deeper/],
  [`${'['.repeat(100_000)}`, /^9004 the body is not valid JSON/],
  ['', /^9004 the body is empty/],
  ['{"a":01}', /^9004 the body is not valid JSON/],
  ['NaN', /^9004 the body is not valid JSON/],
])('refuses %.60s', (text, message) => {
  expect(messageOf(text)).toMatch(message);
});

it.each([
  '{"payAmount":9007199254740991}',
  '{"a":{"b":1},"b":1}',
  '[{"a":1},{"a":1}]',
  '{"text":"{\\"a\\":1,\\"a\\":1}"}',
  '{"emoji":"\\ud83d\\ude00"}',
  '{"constructor":1,"toString":2}',
  '{"a":"\\\\","b":"\\""}',
  '{"ratio":0.1,"exponent":1e3}',
])('accepts %s', (text) => {
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
});

describe('the elements of a batch', () => {
  const read = (text: string) => parseStrictJson(text, 'list') as { list: unknown[] };
  const messageAt = (text: string, at: number) => {
    const element = read(text).list[at];
    return element instanceof UnreadableElement ? element.refusal.message : 'accepted';
  };

  it.each([
    ['{"a":9007199254740993}', /^a is a number too large/],
    ['{"a":{"b":[1,"\\u0000"]}}', /^a\.b\.1 must not contain NUL/],
    ['{"a":1,"a":2}', /^a occurs twice/],
    ['{"\\ud800":1}', /^a name inside the element must not/],
    ['{"x":{"__proto__":1}}', /^x\.__proto__ is not a known field/],
    ['1e400', /^the element is a number too large/],
    [`${'['.repeat(40)}${']'.repeat(40)}`, /^[\d.]+ is nested deeper/],
  ])('are refused each by itself: %.40s', (element, message) => {
    const text = `{"list":[{"a":1},${element},{"a":2}]}`;
    expect(messageAt(text, 1)).toMatch(message);
    const { list } = read(text);
    expect([list.length, list[0], list[2]]).toEqual([3, { a: 1 }, { a: 2 }]);
  });

  it('name the first of their faults', () => {
    expect(messageAt('{"list":[{"a":1e400,"b":1,"b":1}]}', 0)).toMatch(/^a is a number/);
  });

  it.each(['null', 'true', '1', '"list"', '[]'])('are none where the body is %s', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '{"list":[1],"list":[2]}',
    '{"list":[1],"x":1e400}',
    '{"list":{"0":1e400}}',
    '{"x":{"list":[1e400]}}',
    '[[1e400]]',
  ])('are only those of that list: %s is refused whole', (text) => {
    expect(() => read(text)).toThrow(RefusalError);
  });
});

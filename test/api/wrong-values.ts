/** What a field of a body takes; limits are the last allowed values. */
export type FieldKind =
  | {
      readonly json: 'string';
      readonly max: number;
      readonly wrong: readonly string[];
      readonly isNullable?: true;
    }
  | { readonly json: 'number'; readonly min: number; readonly max: number }
  | { readonly json: 'object'; readonly isFree: boolean }
  | { readonly json: 'array'; readonly max: number; readonly of?: 'words' | 'numbers' };

/** `raw` stands in the body where the field's value should; the refusal's message begins with `field`. */
export interface WrongValue {
  readonly what: string;
  readonly raw: string;
  readonly field: string;
}

/** A text of at most `max` characters; `wrong` are texts that are none for other reasons. */
export const text = (max: number, ...wrong: string[]): FieldKind => ({
  json: 'string',
  max,
  wrong,
});
/** The same, or null. */
export const textOrNull = (max: number): FieldKind => ({
  json: 'string',
  max,
  wrong: [],
  isNullable: true,
});
export const id = text(64, '');
/** An http(s) link that may also be '': none. */
export const linkOrNone = text(2_048, 'pay.example/x', 'ftp://a/b', ' http://a', 'javascript:1');
export const link = text(2_048, '', 'pay.example/x', 'ftp://a/b', ' http://a', 'javascript:1');
const NO_SUCH_WORD = 'noSuchWord';
/** One of a few words, the longest of which has `max` characters. */
export const word = (max: number, ...wrong: string[]) => text(max, '', NO_SUCH_WORD, ...wrong);
export const whole = (min: number, max: number): FieldKind => ({ json: 'number', min, max });
export const flag = whole(0, 1);
/** A list of at most `max` different names. */
export const names = (max: number): FieldKind => ({ json: 'array', max });
/** A list of at most `max` different words that are known. */
export const words = (max: number): FieldKind => ({ json: 'array', max, of: 'words' });
/** A list of at most `max` whole numbers, 1 or more. */
export const wholes = (max: number): FieldKind => ({ json: 'array', max, of: 'numbers' });
export const freeForm: FieldKind = { json: 'object', isFree: true };
/** An object that has its own fields, all optional. */
export const record: FieldKind = { json: 'object', isFree: false };

const OF_EACH_TYPE: Readonly<Record<string, string>> = {
  string: '"text"',
  number: '7',
  boolean: 'true',
  null: 'null',
  array: '[]',
  object: '{}',
};

/** Wrong at every place where there may be a value: what PostgreSQL cannot keep, what JSON.parse rounds. */
const NOWHERE: ReadonlyArray<readonly [string, string]> = [
  ['a NUL', String.raw`"a\u0000b"`],
  ['a lone high surrogate', String.raw`"a\ud800b"`],
  ['a lone low surrogate', String.raw`"\udc00"`],
  ['2^53+1', '9007199254740993'],
  ['-2^53-1', '-9007199254740993'],
  ['2^53+1 with a fraction', '9007199254740993.0'],
  ['more than any number', '1e400'],
];

/** The longest text or the largest number that this field takes; null for those that take no other. */
export function largestValue(kind: FieldKind): string | number | null {
  if (kind.json === 'number') return kind.max;
  const isLink = kind.json === 'string' && kind.wrong.includes('ftp://a/b');
  const isFree = kind.json === 'string' && !kind.wrong.includes(NO_SUCH_WORD);
  if (kind.json !== 'string' || !isFree) return null;
  return (isLink ? 'http://127.0.0.1:1/' : '').padEnd(kind.max, 'x');
}

/** Everything that this field must refuse. */
export function wrongValues(field: string, kind: FieldKind): WrongValue[] {
  const isNullable = kind.json === 'string' && kind.isNullable === true;
  const others = Object.entries(OF_EACH_TYPE).filter(
    ([type]) => type !== kind.json && !(isNullable && type === 'null'),
  );
  return [
    ...[...others, ...NOWHERE].map(([what, raw]) => ({ what, raw, field })),
    ...ofKind(field, kind),
  ];
}

function ofKind(field: string, kind: FieldKind): WrongValue[] {
  switch (kind.json) {
    case 'string':
      return [...kind.wrong.map((wrong) => JSON.stringify(wrong)), tooLong(kind.max)].map(
        (raw) => ({ what: raw.slice(0, 30), raw, field }),
      );
    case 'number':
      return [kind.min - 1, kind.max + 1, kind.min + 0.5, `"${kind.min}"`].map((raw) => ({
        what: String(raw),
        raw: String(raw),
        field,
      }));
    case 'object':
      return kind.isFree
        ? inFreeForm(field)
        : [{ what: 'an unknown field', raw: '{"a":1}', field: `${field}.a` }];
    case 'array':
      return inList(field, kind);
  }
}

function inList(field: string, { max, of }: Extract<FieldKind, { json: 'array' }>): WrongValue[] {
  if (of === 'words') return inWords(field);
  return of === 'numbers' ? inNumbers(field, max) : inNames(field, max);
}

function inWords(field: string): WrongValue[] {
  return [
    { what: 'no such word', raw: JSON.stringify([NO_SUCH_WORD]), field: `${field}.0` },
    { what: 'a number in it', raw: '[7]', field: `${field}.0` },
  ];
}

function inNumbers(field: string, max: number): WrongValue[] {
  return [
    { what: 'one number too many', raw: JSON.stringify(Array(max + 1).fill(7)), field },
    { what: 'a zero', raw: '[0]', field: `${field}.0` },
    { what: 'a text in it', raw: '[7,"a"]', field: `${field}.1` },
  ];
}

function inNames(field: string, max: number): WrongValue[] {
  const tooMany = Array.from({ length: max + 1 }, (_, at) => `n${at}`);
  return [
    { what: 'one name too many', raw: JSON.stringify(tooMany), field },
    { what: 'a name twice', raw: '["a","a"]', field },
    { what: 'an empty name', raw: '[""]', field: `${field}.0` },
    { what: 'a number in it', raw: '["a",7]', field: `${field}.1` },
  ];
}

/** One character more than allowed; with this beginning it could even be a link. */
function tooLong(max: number): string {
  return JSON.stringify('http://a/'.padEnd(max + 1, 'x'));
}

function inFreeForm(field: string): WrongValue[] {
  const nested = NOWHERE.flatMap(([what, raw]) => [
    { what: `${what} inside`, raw: `{"a":${raw}}`, field: `${field}.a` },
    { what: `${what} deep inside`, raw: `{"a":{"b":[1,${raw}]}}`, field: `${field}.a.b.1` },
  ]);
  const keys = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`n${at}`, at]));
  const large = Array.from({ length: 9 }, () => 'x'.repeat(2_048));
  return [
    ...nested,
    { what: 'a name twice', raw: '{"a":{"b":1,"b":1}}', field: `${field}.a.b` },
    { what: 'the name __proto__', raw: '{"a":{"__proto__":{}}}', field: `${field}.a.__proto__` },
    { what: 'a NUL in a name', raw: String.raw`{"a\u0000":1}`, field: `a name inside ${field}` },
    { what: 'nested 9 deep', raw: `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`, field },
    { what: '65 names', raw: JSON.stringify(keys), field },
    { what: 'a name of 65', raw: JSON.stringify({ ['x'.repeat(65)]: 1 }), field },
    { what: 'a text of 2049', raw: JSON.stringify({ a: 'x'.repeat(2_049) }), field },
    { what: 'a list of 257', raw: JSON.stringify({ a: Array(257).fill(1) }), field },
    { what: 'more than 16 KiB', raw: JSON.stringify({ large }), field },
  ];
}

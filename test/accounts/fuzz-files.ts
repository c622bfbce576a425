import * as fc from 'fast-check';

/** Cells that a person writes, or a program that means harm. */
const cells = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('f1', 'f2', 'f3', '张三', '13812345678', '10.00', '20.5'),
  },
  { weight: 3, arbitrary: fc.constantFrom('wash', 'short', '3', '2027-01-31', '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '2026-02-30',
        '99999999999.99',
        '-1',
        '1e9',
        '0.001',
        '1,000',
        '１２',
        '=1+1',
        '"',
        'a"b',
      ],
      ...['"a""b"', '"a\nb"', '\u0000', '\u001b', '\ufeff', '__proto__', 'x'.repeat(300), '，'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const HEADERS = [
  '会员编号,姓名,手机,储值本金,赠送金额,赠送到期',
  'memberUUID,name,principal,bonus',
  '会员编号,项目编号,款式编号,次数,单价,次数到期',
  'memberUUID',
  '会员编号,会员编号',
  '姓名',
  'constructor,__proto__',
  '',
];
const rows = fc.array(
  fc.array(cells, { maxLength: 7 }).map((row) => row.join(',')),
  { maxLength: 6 },
);
const texts = fc
  .tuple(fc.constantFrom(...HEADERS), rows, fc.constantFrom('\n', '\r\n', '\r', ''))
  .map(([header, lines, end]) => [header, ...lines].join(end));

/** 会员编号 / 张三 in GB18030: no encoder writes it here. */
const GB18030 = Buffer.from('bbe1d4b1b1e0bac50a', 'hex');
const ZHANG = Buffer.from('d5c5c8fd', 'hex');

/** A file of members as bytes: in an encoding that is read, or cut in the middle of a character, or none. */
export const files: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: texts.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: texts.map((text) => Buffer.from(`\ufeff${text}`)) },
  { weight: 1, arbitrary: texts.map((text) => Buffer.from(`\ufeff${text}`, 'utf16le')) },
  { weight: 1, arbitrary: texts.map((text) => Buffer.concat([GB18030, Buffer.from(text)])) },
  {
    weight: 1,
    arbitrary: fc.nat(8).map((end) => Buffer.concat([GB18030, ZHANG.subarray(0, end)])),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(texts, fc.nat(40))
      .map(([text, cut]) => Buffer.from(text).subarray(cut % 3, -1 - (cut % 5))),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);

import {
  type ConnectorOutcome,
  type ExpectedAnswer,
  mayHaveArrived,
  readAnswer as readSaidAnswer,
  unknown,
} from '@payserver/shared/domain/connector-outcome';
import { readSaid } from '@payserver/shared/domain/said';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** As it comes: bytes. What JSON has no words for is no answer. */
function readBytes(bytes: Uint8Array, expected: ExpectedAnswer): ConnectorOutcome {
  const said = readSaid(bytes);
  return typeof said === 'string' ? unknown(said) : readSaidAnswer(said, expected);
}
function readAnswer(body: unknown, expected: ExpectedAnswer): ConnectorOutcome {
  return readBytes(Buffer.from(serialise(body)), expected);
}
function serialise(body: unknown): string {
  const json = JSON.stringify(body, (_name, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  ) as string | undefined;
  return json ?? '';
}

const TRACTION_NO = '17800000000000001000';
const NO_SECRETS = { payParams: {}, paySecrets: null, connectorParams: null };
const EXPECTED = {
  tractionNo: TRACTION_NO,
  amount: 50,
  amountField: 'payAmount',
  ...NO_SECRETS,
} as const;
const anyExpected = fc.constantFrom(EXPECTED, {
  ...EXPECTED,
  amountField: 'refundAmount',
} as const);

/** UTF-16 as it comes: NUL, lone surrogates and pairs at every place, and longer than may be stored. */
const wildText = fc
  .array(fc.oneof(fc.constantFrom(0, 0xd83d, 0xde00, 0x41), fc.nat(0xffff)), { maxLength: 300 })
  .map((units) => String.fromCharCode(...units));
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});
const wildField = fc.oneof(wildText, anything, fc.double(), fc.constant(null));

/** Nearly right answers: each field is right, nearly right, missing or anything. */
const nearAnswer = fc.record(
  {
    tractionNo: fc.oneof(
      { weight: 6, arbitrary: fc.constant<unknown>(TRACTION_NO) },
      fc.constantFrom<unknown>('', Number(TRACTION_NO), '17800000000000001001'),
      fc.constantFrom<unknown>([TRACTION_NO], `${TRACTION_NO} `),
      anything,
    ),
    ret: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<unknown>('success', 'failed', 'running') },
      fc.constantFrom<unknown>('SUCCESS', 'notFound', 'succeeded', true, ['success']),
      anything,
    ),
    payAmount: fc.oneof(fc.constantFrom<unknown>(50, 50, 50, 51, '50', 50.5, null, -50), anything),
    refundAmount: fc.oneof(fc.constantFrom<unknown>(50, 50, 50, 49, '50', null, [50]), anything),
    thirdOrderNo: wildField,
    thirdErrorReason: wildField,
    tradeFinishedAt: wildField,
  },
  { requiredKeys: [] },
);
const anyInput = fc.oneof(nearAnswer, anything, fc.jsonValue(), fc.string());
const rightAnswer = fc.record({
  tractionNo: fc.constant(TRACTION_NO),
  ret: fc.constantFrom('success', 'failed', 'running'),
  thirdOrderNo: wildField,
  thirdErrorReason: wildField,
  tradeFinishedAt: wildField,
});

const answer = (fields: object) => ({ tractionNo: TRACTION_NO, ...fields });

describe('an answer of a connector', () => {
  test('never throws, and never says that nothing was sent', () => {
    fc.assert(
      fc.property(anyInput, anyExpected, (body, expected) => {
        const { kind } = readAnswer(body, expected);
        expect(['succeeded', 'failed', 'running', 'notFound', 'unknown']).toContain(kind);
      }),
      { numRuns: 2_000 },
    );
  });

  test('decides only when it names this tractionNo, a known ret and no other amount', () => {
    fc.assert(
      fc.property(anyInput, anyExpected, (body, expected) => {
        const { kind } = readAnswer(body, expected);
        if (kind === 'unknown') return;
        const fields = JSON.parse(serialise(body)) as Record<string, unknown>;
        expect(fields['tractionNo']).toBe(TRACTION_NO);
        expect(fields['ret']).toBe(kind === 'succeeded' ? 'success' : kind);
        expect([undefined, null, expected.amount, String(expected.amount)]).toContain(
          fields[expected.amountField],
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('is read when it is right, whatever its texts are', () => {
    fc.assert(
      fc.property(rightAnswer, anyExpected, (body, expected) => {
        const kind = body.ret === 'success' ? 'succeeded' : body.ret;
        const named = (amount: unknown) => ({ ...body, [expected.amountField]: amount });
        expect(readAnswer(body, expected).kind).toBe(kind);
        expect(readAnswer(named(50), expected).kind).toBe(kind);
        expect(readAnswer(named('50'), expected).kind).toBe(kind);
        for (const other of [51, 0, -50, '51', '050', '50.0', ' 50', '', [50], true]) {
          expect(readAnswer(named(other), expected).kind).toBe('unknown');
        }
      }),
    );
  });

  test('about a part refund may repeat the payment it belongs to', () => {
    const body = answer({ ret: 'success', payAmount: 200, refundAmount: 50 });
    const expected = { ...EXPECTED, amountField: 'refundAmount' } as const;
    expect(readAnswer(body, expected).kind).toBe('succeeded');
    expect(readAnswer({ ...body, refundAmount: 200 }, expected).kind).toBe('unknown');
  });

  const doubled = (field: string, first: unknown, second: unknown) => {
    const fields: Record<string, unknown> = {
      tractionNo: TRACTION_NO,
      ret: 'success',
      payAmount: 50,
    };
    const { [field]: _, ...others } = fields;
    const said = JSON.stringify({ ...others, [field]: second });
    return Buffer.from(said.replace('{', `{${JSON.stringify(field)}:${JSON.stringify(first)},`));
  };

  test.each([
    ['ret', 'failed', 'success'],
    ['ret', 'success', 'success'],
    ['tractionNo', '1', TRACTION_NO],
    ['payAmount', 51, 50],
    ['refundAmount', 50, 50],
  ])('that says %s twice, %j and %j, is unknown and contradicts itself', (field, first, second) => {
    const reason = `the answer says ${field} more than once`;
    const outcome = { kind: 'unknown', reason, isContradictory: true };
    expect(readBytes(doubled(field, first, second), EXPECTED)).toEqual(outcome);
  });

  test('loses what it says twice of anything else, and nothing more', () => {
    expect(readBytes(doubled('thirdOrderNo', 'a', 'b'), EXPECTED)).toMatchObject({
      kind: 'succeeded',
      thirdOrderNo: null,
    });
    const said = `{"ret":"success","x":{"ret":"failed","ret":1},"y":["tractionNo",{"ret":1}],
      "z":"\\",\\"ret\\":\\"failed","tractionNo":"${TRACTION_NO}"}`;
    expect(readBytes(Buffer.from(said), EXPECTED).kind).toBe('succeeded');
    const escaped = `{"tractionNo":"${TRACTION_NO}","ret":"failed","\\u0072et":"success"}`;
    expect(readBytes(Buffer.from(escaped), EXPECTED).kind).toBe('unknown');
  });

  test('about no number, or about one that is no text, says so', () => {
    const reasonOf = (tractionNo: unknown) =>
      readAnswer({ ret: 'success', tractionNo }, EXPECTED) as { reason?: string };
    expect(reasonOf(undefined).reason).toBe('the answer names no tractionNo');
    expect(reasonOf(Number(TRACTION_NO)).reason).toBe('the tractionNo of the answer is not text');
    expect(reasonOf('1').reason).toBe('the answer names another tractionNo');
    const { reason } = readAnswer(answer({ payAmount: [50] }), EXPECTED) as { reason?: string };
    expect(reason).toBe('the payAmount of the answer is not a number');
  });

  test('gives only texts that PostgreSQL can store: no NUL, no lone surrogate, 1 to 256 long', () => {
    fc.assert(
      fc.property(fc.oneof(rightAnswer, anyInput), (body) => {
        const { kind: _, ...texts } = readAnswer(body, EXPECTED);
        for (const text of Object.values(texts).filter((value) => typeof value === 'string')) {
          expect(text).not.toContain('\0');
          expect(text.isWellFormed()).toBe(true);
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(256);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('cut in the middle of a surrogate pair stays well formed', () => {
    const long = `${'a'.repeat(255)}😀`;
    const outcome = readAnswer(answer({ ret: 'failed', thirdErrorReason: long }), EXPECTED);
    expect(outcome).toMatchObject({ kind: 'failed', reason: `${'a'.repeat(255)}\ufffd` });
  });

  test('in the words of the API document (Pay 3) is a success with its number and time', () => {
    const body = {
      tractionNo: '1531820383201847',
      ret: 'success',
      thirdOrderNo: '4200000184201808173250265573',
      thirdErrorReason: '',
      tradeFinishedAt: '2018-9-10 12:00:00',
    };
    expect(readAnswer(body, { ...EXPECTED, tractionNo: '1531820383201847' })).toEqual({
      kind: 'succeeded',
      thirdOrderNo: '4200000184201808173250265573',
      finishedAt: '2018-9-10 12:00:00',
      payData: null,
    });
  });

  test.each([
    [4200000184, '4200000184'],
    [0, '0'],
    [2 ** 53 - 1, '9007199254740991'],
    // Rounded already when it was parsed: its last digits are not those that were sent.
    [Number('4200000184201808173250265573'), null],
    [2 ** 53, null],
    [1.5, null],
    [-1, null],
    [Number.NaN, null],
  ])('names its own number exactly or not at all: %j', (thirdOrderNo, expected) => {
    const outcome = readAnswer(answer({ ret: 'success', thirdOrderNo }), EXPECTED);
    expect(outcome).toMatchObject({ kind: 'succeeded', thirdOrderNo: expected });
  });

  test('that failed has a reason even when the connector gives none', () => {
    for (const thirdErrorReason of [undefined, null, '', '\0', {}]) {
      const outcome = readAnswer(answer({ ret: 'failed', thirdErrorReason }), EXPECTED);
      expect(outcome).toEqual({ kind: 'failed', reason: 'failed', thirdOrderNo: null });
    }
  });

  test.each([null, undefined, '', '<html>502</html>', 502, true, [], [answer({ ret: 'failed' })]])(
    'that is no JSON object is unknown, not failed: %j',
    (body) => {
      expect(readAnswer(body, EXPECTED).kind).toBe('unknown');
    },
  );

  test('gives no secret of a strange answer back in the reason', () => {
    const body = answer({ ret: 'payBarCode 134853566181206476', payAmount: 50 });
    expect(JSON.stringify(readAnswer(body, EXPECTED))).not.toContain('134853566181206476');
  });
});

test('only an outcome that was not sent says that no byte can have arrived', () => {
  expect(mayHaveArrived('notSent')).toBe(false);
  for (const kind of ['succeeded', 'failed', 'running', 'unknown'] as const) {
    expect(mayHaveArrived(kind)).toBe(true);
  }
  expect(mayHaveArrived(unknown('a reset').kind)).toBe(true);
});

test('a barcode that a connector quotes in its reason is masked, its own numbers are not', () => {
  const said = {
    ret: 'failed',
    thirdErrorReason: 'code 134853566181206476 expired, order 4200000184',
  };
  expect(readAnswer(answer(said), EXPECTED)).toMatchObject({
    reason: 'code ***6476 expired, order 4200000184',
  });
});

describe('what a connector says of the secrets that it received', () => {
  const expected = {
    ...EXPECTED,
    payParams: { cardNo: '***6655' },
    paySecrets: { cardNo: '6222029988776655' },
  };

  test.each(['thirdErrorReason', 'tradeFinishedAt'])('is masked in %s', (field) => {
    for (const ret of ['failed', 'success']) {
      const said = answer({ ret, [field]: 'card 6222029988776655' });
      expect(JSON.stringify(readAnswer(said, expected))).not.toContain('62220299');
    }
    const said = answer({ ret: 'failed', thirdErrorReason: 'card 6222029988776655' });
    expect(readAnswer(said, expected)).toMatchObject({ reason: 'card ***6655' });
  });

  test('is masked before a long text is cut, so that no half of it is left', () => {
    const thirdErrorReason = `${'x'.repeat(245)} 6222029988776655`;
    const outcome = readAnswer(answer({ ret: 'failed', thirdErrorReason }), expected);
    expect(outcome).toMatchObject({ reason: `${'x'.repeat(245)} ***6655` });
    const barcode = `${'x'.repeat(245)} 134853566181206476`;
    const other = readAnswer(answer({ ret: 'failed', thirdErrorReason: barcode }), EXPECTED);
    expect(other).toMatchObject({ reason: `${'x'.repeat(245)} ***6476` });
  });

  test('stays in its own number, which it must be asked with', () => {
    const said = answer({ ret: 'success', thirdOrderNo: '6222029988776655' });
    expect(readAnswer(said, expected)).toMatchObject({ thirdOrderNo: '6222029988776655' });
  });
});

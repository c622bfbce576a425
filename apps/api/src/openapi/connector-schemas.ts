import { Type } from 'typebox';
import { FlagInput, FreeFormOutput, NullableText, WireTime } from '../http/schemas/common.ts';
import { ERROR_SCHEMA } from './errors.ts';
import type { Json } from './share-schemas.ts';

/** What a connector is told and what it answers (API document, Pay 3 and Refund 2; design, section 6). */

const Fen = Type.Integer({ minimum: 1, description: 'fen' });
const NotifyUrl = Type.Optional(Type.String());

export const PayCall = Type.Object(
  {
    payer: Type.String(),
    payee: Type.String(),
    payAmount: Fen,
    tractionNo: Type.String(),
    clientPayNo: Type.String(),
    orderStartAt: WireTime,
    orderExpiredAt: WireTime,
    payParams: FreeFormOutput,
    clientExtraParams: FreeFormOutput,
    payStartAt: WireTime,
    notifyUrl: NotifyUrl,
  },
  { title: 'PayCall' },
);

export const RefundCall = Type.Object(
  {
    clientRefundNo: Type.String(),
    tractionNo: Type.String(),
    payTractionNo: Type.String(),
    thirdPayNo: NullableText,
    payee: Type.String(),
    payAmount: Fen,
    refundAmount: Fen,
    isCancel: FlagInput,
    clientExtraParams: FreeFormOutput,
    notifyUrl: NotifyUrl,
  },
  { title: 'RefundCall' },
);

export const QueryCall = Type.Object(
  {
    tractionNo: Type.String(),
    clientPayNo: Type.String(),
    thirdPayNo: NullableText,
    thirdRefundNo: Type.Optional(NullableText),
  },
  { title: 'QueryCall' },
);

const RET = 'success, failed (this money has not moved and never will), or running';

const answerWith = (title: string, words: readonly string[], about: string) =>
  Type.Object(
    {
      tractionNo: Type.String({ description: 'the number that was asked about' }),
      ret: Type.Unsafe<string>({ type: 'string', enum: [...words], description: about }),
      thirdOrderNo: Type.Optional(NullableText),
      thirdErrorReason: Type.Optional(NullableText),
      tradeFinishedAt: Type.Optional(NullableText),
      payAmount: Type.Optional(Type.Integer({ description: 'when named, it must be ours' })),
      refundAmount: Type.Optional(Type.Integer({ description: 'when named, it must be ours' })),
    },
    { title, additionalProperties: true },
  );

export const ConnectorAnswer = answerWith('ConnectorAnswer', ['success', 'running', 'failed'], RET);
export const QueryAnswer = answerWith(
  'QueryAnswer',
  ['success', 'running', 'failed', 'notFound'],
  `${RET}; notFound: this number never came`,
);

export const EnvironmentAnswer = Type.Object(
  { ret: Type.Boolean({ description: 'true: the merchant is set up' }) },
  { title: 'EnvironmentAnswer', additionalProperties: true },
);

const either = (name: string) => ({
  anyOf: [{ $ref: `#/components/schemas/${name}` }, ERROR_SCHEMA],
});

/**
 * Schemas that a route cannot carry itself, because it takes or answers more freely than it should be
 * used: they stand for those of the same name in the routes.
 */
export const GIVEN_SCHEMAS: Readonly<Record<string, Json>> = {
  ConnectorAnswer: ConnectorAnswer as unknown as Json,
  PayOutcome: { ...either('PayAnswer'), description: 'What `pay` would have answered.' },
  RefundOutcome: { ...either('RefundAnswer'), description: 'What `refund` would have answered.' },
};

import { Type } from 'typebox';

/** A yes or no as the API document writes it. */
export const FlagInput = Type.Unsafe<0 | 1>({ type: 'integer', enum: [0, 1] });
export const Flag = Type.Integer({ description: '0 or 1' });

export const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] });
export const NullableInteger = Type.Unsafe<number | null>({ type: ['integer', 'null'] });

export const WireTime = Type.String({ description: 'YYYY-MM-DD HH:mm:ss in TIME_ZONE' });
export const NullableWireTime = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened',
});

/** Why an order is still open, and what happens next; null once it is final. */
export const Pending = Type.Unsafe<{
  readonly lastOutcome: string | null;
  readonly attempts: number;
  readonly nextLookAt: string | null;
  readonly reviewReason: string | null;
} | null>({
  type: ['object', 'null'],
  properties: {
    lastOutcome: { type: ['string', 'null'] },
    attempts: { type: 'integer' },
    nextLookAt: { type: ['string', 'null'] },
    reviewReason: { type: ['string', 'null'] },
  },
  title: 'Pending',
});

/** A link; `expand` puts the resource itself beside its href, so more fields may follow. */
export const Link = Type.Object(
  { href: Type.String() },
  { title: 'Link', additionalProperties: true },
);
/** A link to something that may not exist. */
export const MaybeLink = Type.Object(
  { href: NullableText },
  { title: 'MaybeLink', additionalProperties: true },
);

/** An object whose fields are the caller's business; http/validation.ts limits its size. */
export const FreeForm = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  'x-freeForm': true,
});
/** The same on its way out: nothing is filtered. */
export const FreeFormOutput = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
});

/** Fits every id on the wire: resource ids, template ids, traction numbers, client numbers. */
export const MAX_ID = 64;
const MAX_HREF = 2_048;

export const Id = Type.String({ minLength: 1, maxLength: MAX_ID });

/** Blanks, controls, and what takes no ink: format characters, fillers, variation selectors, tags. */
const UNSEEN =
  '\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F' +
  '\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB' +
  '\\u{E0000}-\\u{E0FFF}';
const FROM_SEEN_TO_SEEN = `^[^${UNSEEN}](?:[\\s\\S]*[^${UNSEEN}])?$`;
/**
 * A number that a till gives out. It begins and ends with what can be seen: a till that trims it between two tries
 * would pay twice, and nobody could tell the two apart.
 */
export const NewClientNo = Type.String({
  minLength: 1,
  maxLength: MAX_ID,
  pattern: FROM_SEEN_TO_SEEN,
});
/** What a value must do that does not match, where the pattern itself would tell people nothing. */
export const SAID_OF_PATTERN: Readonly<Record<string, string>> = {
  [FROM_SEEN_TO_SEEN]: 'must begin and end with a visible character, not with a blank',
};
/** Ids that we link to must be plain, or the links would not lead back to them. */
export const PlainId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
export const UuidParams = Type.Object({ uuid: PlainId });
export const MerchantId = Type.String({ pattern: '^[A-Za-z0-9_~.-]{1,64}$' });
export const Href = Type.String({ maxLength: MAX_HREF, pattern: '^https?://' });
/** '' stands for none, as in the API document's samples. */
export const HrefOrNone = Type.String({ maxLength: MAX_HREF, pattern: '^(?:$|https?://)' });

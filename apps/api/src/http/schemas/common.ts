import { type TSchema, Type } from 'typebox';

/** The same schema with what it means at this place. Only the OpenAPI description reads it. */
export function described<Schema extends TSchema>(schema: Schema, description: string): Schema {
  return { ...schema, description };
}

/** A yes or no as the API document writes it. */
const FlagInput = Type.Unsafe<0 | 1>({ type: 'integer', enum: [0, 1] });
const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] });
const NullableInteger = Type.Unsafe<number | null>({ type: ['integer', 'null'] });

// Fields of answers, each with what it means.
export const text = (description: string) => Type.String({ description });
export const integer = (description: string) => Type.Integer({ description });
/** A flag that is read; requests have `flagInput`, whose schema says which values there are. */
export const flag = (description: string) => integer(`0 or 1. ${description}`);
export const flagInput = (description: string) => described(FlagInput, description);
export const nullableText = (description: string) => described(NullableText, description);
export const nullableInteger = (description: string) => described(NullableInteger, description);

const TIME = 'YYYY-MM-DD HH:mm:ss in TIME_ZONE';
export const wireTime = (description: string) => text(`${description} ${TIME}.`);
export const nullableWireTime = (description: string) =>
  nullableText(`${description} ${TIME}, null while it has not happened.`);

/** What every resource begins with. */
export const IDENTITY = {
  href: text('Where this is.'),
  id: integer('A row number; name resources by `uuid`.'),
  uuid: text('The id of the resource.'),
};

/** Why an order is still open, and what happens next; null once it is final. */
export const Pending = Type.Unsafe<{
  readonly lastOutcome: string | null;
  readonly attempts: number;
  readonly isAsking: boolean;
  readonly nextLookAt: string | null;
  readonly reviewReason: string | null;
  readonly reviewAt: string | null;
  readonly attemptsLeft: number | null;
} | null>({
  type: ['object', 'null'],
  properties: {
    lastOutcome: nullableText('What the last attempt found; null: there was none yet.'),
    attempts: integer('Attempts so far.'),
    isAsking: Type.Boolean({ description: 'Whether an attempt is in progress now.' }),
    nextLookAt: nullableText('When the next attempt is due.'),
    reviewReason: nullableText('Why a person should review it; null: nobody needs to.'),
    reviewAt: nullableText(
      'When a person is asked if nothing is learnt until then; null: a person is asked already.',
    ),
    attemptsLeft: nullableInteger(
      'How many attempts are made until `reviewAt`, an estimate; null where that is null.',
    ),
  },
  title: 'Pending',
  description: 'Where it stands; null once it is final.',
});

/** A link; `expand` puts the resource itself beside its href, so more fields may follow. */
const Link = Type.Object(
  { href: text('Where this is.') },
  { title: 'Link', additionalProperties: true },
);
const MaybeLink = Type.Object(
  { href: nullableText('Where this is; null where there is none.') },
  { title: 'MaybeLink', additionalProperties: true },
);
export const link = (description: string) => described(Link, description);
/** A link to something that may not exist. */
export const maybeLink = (description: string) => described(MaybeLink, description);

/** An object whose fields are the caller's business; http/validation.ts limits its size. */
export const FreeForm = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  'x-freeForm': true,
  additionalProperties: true,
});
/** The same on its way out: nothing is filtered. */
export const FreeFormOutput = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
});

/** The same where there may be none. */
export const NullableFreeForm = Type.Unsafe<Readonly<Record<string, unknown>> | null>({
  type: ['object', 'null'],
  additionalProperties: true,
});

/** How long a payment may be carried out: barcodes live for a minute, a payment on account for a month. */
export const VALID_SECONDS = { minimum: 10, maximum: 2_592_000 };

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
export const UuidParams = Type.Object({ uuid: described(PlainId, 'The id of the resource.') });
const MerchantId = Type.String({ pattern: '^[A-Za-z0-9_~.-]{1,64}$' });
export const Href = Type.String({ maxLength: MAX_HREF, pattern: '^https?://' });
/** How requests name a merchant. */
export const MERCHANT_INPUT = {
  merchantUUID: Type.Optional(
    described(
      MerchantId,
      'The merchant. Only who may see all merchants may name another than that of its token.',
    ),
  ),
  merchantHref: Type.Optional(described(Href, "A link whose last segment is the merchant's UUID.")),
};
/** '' stands for none, as in the API document's samples. */
export const HrefOrNone = Type.String({ maxLength: MAX_HREF, pattern: '^(?:$|https?://)' });

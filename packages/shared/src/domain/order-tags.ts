import { plainNumber, trimUnseen } from './search.ts';

/** A barcode as it may be stored: nobody can tell the barcode by it. */
export type BarcodeCode = (barcode: string) => string;

/** What a payment is found by besides its numbers, as it is stored and compared. */
export type OrderTag = string;

/** Names the barcode among search keys, which are otherwise fields of clientExtraParams. */
const BARCODE_KEY = 'payBarCode';
/** A longer one is not a number that anybody types. */
const MAX_TAG = 128;
const NONE: readonly OrderTag[] = [];

/** Before each tag, so that no value passes for a barcode's code. */
const VALUE = '=';
export const BARCODE = '#';

interface Tagged {
  readonly payParams: Readonly<Record<string, unknown>>;
  readonly clientExtraParams: Readonly<Record<string, unknown>>;
}

/**
 * The tags of a payment: of each search key the text or number that it has there, each once. One that is longer than
 * 128 characters, empty or anything else is left out.
 */
export function tagsOf(
  { payParams, clientExtraParams }: Tagged,
  searchKeys: readonly string[],
  codeOf: BarcodeCode,
): readonly OrderTag[] {
  if (searchKeys.length === 0) return NONE;
  const tags = searchKeys.flatMap((key) =>
    key === BARCODE_KEY
      ? textIn(payParams, key).map((barcode) => barcodeTag(barcode, codeOf))
      : textIn(clientExtraParams, key).map((value) => VALUE + value),
  );
  return [...new Set(tags)];
}

/** The tags by which a payment is found with this number, typed or scanned. */
export function tagsToFind(forms: readonly string[], codeOf: BarcodeCode): OrderTag[] {
  return [...forms.map((form) => VALUE + form), ...forms.map((form) => barcodeTag(form, codeOf))];
}

function barcodeTag(barcode: string, codeOf: BarcodeCode): OrderTag {
  return BARCODE + codeOf(plainNumber(barcode));
}

function textIn(fields: Readonly<Record<string, unknown>>, key: string): string[] {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  const isNumber = typeof value === 'number';
  if (!isNumber && typeof value !== 'string') return [];
  const text = trimUnseen(String(value));
  return text === '' || text.length > MAX_TAG ? [] : [text];
}

/** By which of its numbers an order is found, or by its amount. */
export const MATCHED_BY = [
  'uuid',
  'tractionNo',
  'clientPayNo',
  'clientRefundNo',
  'thirdPayNo',
  'thirdRefundNo',
  'barcode',
  'searchKey',
  'amount',
] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

/** As long as anything that can be found by it. */
const MAX_SEARCH = 128;
/** Fewer characters begin too many numbers to be of help. */
const MIN_PREFIX = 6;

/** Blanks, line breaks, controls, and characters that take no ink. */
const UNSEEN = '[\\s\\p{Cc}\\p{Cf}]';
const AT_ENDS = new RegExp(`^${UNSEEN}+|${UNSEEN}+$`, 'gu');
const ANYWHERE = new RegExp(UNSEEN, 'gu');
/** As people write it before a number. */
const NUMBER_SIGN = /^#+/;

/**
 * What a number may be that was typed, pasted or scanned: as it is, and as a machine would have written it: without
 * blanks, line breaks and a leading `#`, full-width characters as plain ones (NFKC). Both without what is unseen at
 * their ends. Empty where nothing is to be seen.
 */
export function searchForms(text: string): string[] {
  const asItIs = trimUnseen(text);
  const forms = [asItIs, plainNumber(asItIs)];
  return [...new Set(forms)].filter((form) => form !== '' && form.length <= MAX_SEARCH);
}

/** The text without what is unseen at its ends. */
export function trimUnseen(text: string): string {
  return text.replace(AT_ENDS, '');
}

/** The number without blanks and a leading `#`, full-width characters as plain ones. */
export function plainNumber(text: string): string {
  return text.normalize('NFKC').replace(ANYWHERE, '').replace(NUMBER_SIGN, '');
}

/** Bounds of all texts that begin with one and are longer; both exclusive, byte by byte. */
export interface PrefixRange {
  readonly low: string;
  readonly high: string;
}

const LAST_CHARACTER = '\u{10FFFF}';

/** Of each form that is long enough to search by its beginning. */
export function prefixRanges(forms: readonly string[]): PrefixRange[] {
  return forms
    .filter((form) => form.length >= MIN_PREFIX)
    .map((form) => ({ low: form, high: form + LAST_CHARACTER }));
}

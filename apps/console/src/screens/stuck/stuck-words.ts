import type { StuckGroup } from '@payserver/client';
import type { Text } from '../../i18n/en.ts';
import { wordOf } from '../../i18n/use-text.ts';
import { reviewKeyOf } from '../payment/why.ts';

/** Why the orders of a group wait, in words. */
export function reasonText(
  text: Text,
  { lastOutcome, reviewReason }: Pick<StuckGroup, 'lastOutcome' | 'reviewReason'>,
): string {
  if (reviewReason !== null) {
    const key = reviewKeyOf(reviewReason);
    return key === null ? reviewReason : text.payment.review[key];
  }
  return lastOutcome === null ? text.stuck.noAttempt : wordOf(text.outcome, lastOutcome);
}

/** How many orders a group holds: `1,000+` where there are more than were counted. */
export function countText(
  text: Text,
  { count, isCapped }: Pick<StuckGroup, 'count' | 'isCapped'>,
  locale: string,
): string {
  const written = new Intl.NumberFormat(locale).format(count);
  return isCapped ? text.stuck.more(written) : written;
}

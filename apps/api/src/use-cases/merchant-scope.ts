import { type Caller, merchantUUIDOf } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';

/** How a request may name a merchant (API document, PayMode 1: merchantHref). */
export interface NamedMerchant {
  readonly merchantUUID?: string;
  readonly merchantHref?: string;
}

/**
 * The merchant that the request names, or null when it names none. Only an operator may name another
 * than the token's.
 *
 * Refusals: 9004 when the two names are not of one merchant, 9403 for a foreign one.
 */
export function namedMerchant(caller: Caller, named: NamedMerchant): Result<string | null> {
  const fromHref = named.merchantHref === undefined ? null : merchantUUIDOf(named.merchantHref);
  if (named.merchantHref !== undefined && fromHref === null) {
    return refused(9004, "merchantHref must end in a merchant's UUID");
  }
  const merchantUUID = named.merchantUUID ?? fromHref;
  if (fromHref !== null && fromHref !== merchantUUID) {
    return refused(9004, 'merchantUUID and merchantHref name different merchants');
  }
  const isForeign = merchantUUID !== null && merchantUUID !== caller.merchantUUID;
  if (isForeign && !caller.isAdmin) return refused(9403, 'this merchant is not yours');
  return done(merchantUUID);
}

/** Whose rows this caller may look up by id: null means everybody's. */
export function visibleMerchant(caller: Caller): string | null {
  return caller.isAdmin ? null : caller.merchantUUID;
}

/** Whose rows a list holds: the named merchant's, or else all that this caller may see; null means everybody's. */
export function ownerOf(caller: Caller, named: NamedMerchant): Result<string | null> {
  const merchant = namedMerchant(caller, named);
  return merchant.ok && merchant.value === null ? done(visibleMerchant(caller)) : merchant;
}

/** What everybody else is answered where only an operator may act. */
export const OPERATORS_ONLY = refused(9403, 'only an operator may do this');

/** Whom the history names for what this caller does to an order. */
export function actorOf(caller: Caller): 'api' | 'operator' {
  return visibleMerchant(caller) === null ? 'operator' : 'api';
}

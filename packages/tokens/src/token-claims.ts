import { type Caller, isMerchantUUID, merchantUUIDOf } from '@payserver/shared/domain/caller';
import type { JWTPayload } from 'jose';

/** Why a token was refused; for the log only. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

const ADMIN_SCOPE = 'payserver:admin';
const MAX_SUBJECT = 128;
/** What no row can hold, or what a log line would show in another form. */
const UNSTORABLE = /\p{C}/gu;

/**
 * Who calls, as the claims of a good token say. A claim may be of any type, whatever the standard wants:
 * who signed it has been checked, what it wrote has not.
 *
 * @throws {TokenError} for a token that names no merchant and is no operator's
 */
export function readCaller(claims: JWTPayload): Caller {
  const isAdmin = hasAdminScope(claims['scope']);
  const merchantHref = claims['merchantHref'] ?? claims['shopHref'];
  const fromHref = merchantUUIDOf(merchantHref);
  const merchantUUID = readMerchant(claims['merchantUUID'] ?? fromHref, isAdmin);
  const isOurs = typeof merchantHref === 'string' && fromHref === merchantUUID;
  return {
    merchantUUID,
    merchantHref: isOurs && merchantHref.search(UNSTORABLE) === -1 ? merchantHref : null,
    isAdmin,
    subject: readSubject(claims.sub, merchantUUID),
  };
}

/** An operator may have no shop; everybody else must. */
function readMerchant(claim: unknown, isAdmin: boolean): string {
  if (isMerchantUUID(claim)) return claim;
  if (isAdmin && (claim === null || claim === '')) return '';
  throw new TokenError('no merchant');
}

/** Issuers whose users have numbers write a number; anything else than that or a text names nobody. */
function readSubject(sub: unknown, merchantUUID: string): string {
  const text = typeof sub === 'string' || typeof sub === 'number' ? String(sub) : '';
  return text.replace(UNSTORABLE, '').slice(0, MAX_SUBJECT) || merchantUUID || 'operator';
}

function hasAdminScope(scope: unknown): boolean {
  return typeof scope === 'string' && scope.split(' ').includes(ADMIN_SCOPE);
}

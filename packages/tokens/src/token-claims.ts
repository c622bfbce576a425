import { type Caller, isMerchantUUID, merchantUUIDOf } from '@payserver/shared/domain/caller';
import { type Role, STAFF_ROLES } from '@payserver/shared/domain/permissions';
import type { JWTPayload } from 'jose';

/** Why a token was refused; for the log only. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

const SCOPE_PREFIX = 'payserver:';
const MAX_SUBJECT = 128;
/** What no row can hold, or what a log line would show in another form. */
const UNSTORABLE = /\p{C}/gu;

/**
 * Who calls, as the claims of a good token say. A claim may be of any type, whatever the standard wants:
 * who signed it has been checked, what it wrote has not.
 *
 * A `scope` with `payserver:admin` makes an administrator of all merchants, whichever it names. With
 * `payserver:operate`, `payserver:support` or `payserver:view` it is staff: of the merchant that it names, of all when it
 * names none. Everybody else is a merchant.
 *
 * @throws {TokenError} for a token that names no merchant and is not of staff
 */
export function readCaller(claims: JWTPayload): Caller {
  const role = readRole(claims['scope']);
  const merchantHref = claims['merchantHref'] ?? claims['shopHref'];
  const fromHref = merchantUUIDOf(merchantHref);
  const merchantUUID = readMerchant(claims['merchantUUID'] ?? fromHref, role);
  const isOurs = typeof merchantHref === 'string' && fromHref === merchantUUID;
  return {
    merchantUUID,
    merchantHref: isOurs && merchantHref.search(UNSTORABLE) === -1 ? merchantHref : null,
    role,
    scope: role === 'admin' || merchantUUID === '' ? 'all' : 'own',
    subject: readSubject(claims.sub, merchantUUID),
  };
}

/** Staff may have no shop; everybody else must. */
function readMerchant(claim: unknown, role: Role): string {
  if (isMerchantUUID(claim)) return claim;
  if (role !== 'merchant' && (claim === null || claim === '')) return '';
  throw new TokenError('no merchant');
}

/** Issuers whose users have numbers write a number; anything else than that or a text names nobody. */
function readSubject(sub: unknown, merchantUUID: string): string {
  const text = typeof sub === 'string' || typeof sub === 'number' ? String(sub) : '';
  return text.replace(UNSTORABLE, '').slice(0, MAX_SUBJECT) || merchantUUID || 'operator';
}

/** The highest that the scope names; none of ours makes a merchant. */
function readRole(scope: unknown): Role {
  const names = typeof scope === 'string' ? scope.split(' ') : [];
  return STAFF_ROLES.findLast((role) => names.includes(SCOPE_PREFIX + role)) ?? 'merchant';
}

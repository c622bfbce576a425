import type { Role } from './permissions.ts';

/** Who makes a request, as the token or the session says. */
export interface Caller {
  /** '' for staff without a shop of their own: no row belongs to that merchant */
  readonly merchantUUID: string;
  /** how the token names the merchant, when it does so by link */
  readonly merchantHref: string | null;
  /** what it may do, see PERMISSIONS */
  readonly role: Role;
  /** whose rows: those of `merchantUUID`, or everybody's; only the latter may name any merchant */
  readonly scope: 'own' | 'all';
  /** who it is, for what is recorded: `sub`, or the merchant */
  readonly subject: string;
}

const MERCHANT_UUID = /^[A-Za-z0-9_~.-]{1,64}$/;
const MAX_HREF = 2_048;

/** Whether this text can be a merchant's id: it becomes a path segment and a key, so it stays plain. */
export function isMerchantUUID(text: unknown): text is string {
  return typeof text === 'string' && MERCHANT_UUID.test(text);
}

/**
 * The merchant that a link names: its last path segment (API document, PayMode 1: merchantHref). Null
 * when the link is not an absolute http(s) URL that ends in a merchant's id.
 */
export function merchantUUIDOf(href: unknown): string | null {
  if (typeof href !== 'string' || href.length > MAX_HREF || !URL.canParse(href)) return null;
  const { protocol, pathname } = new URL(href);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const last = pathname.replace(/\/+$/, '').split('/').at(-1);
  return isMerchantUUID(last) ? last : null;
}

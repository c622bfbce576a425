import { type Refusal } from '@payserver/shared/domain/errors';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';

/** URLs that the gateway itself will call; iconHref is for the cashier's screen. */
const CALLED = ['checkEnvUrl', 'payUrl', 'refundUrl', 'queryUrl', 'cancelUrl'] as const;

export type ConnectorUrls = { readonly [Name in (typeof CALLED)[number]]?: string | null };

/** The first of these URLs at which no connector may live, as 9008, or null; '' is no URL. */
export function refusedUrl(allow: ConnectorAllow, urls: ConnectorUrls): Refusal | null {
  for (const name of CALLED) {
    const url = urls[name];
    const problem = url ? allow.checkUrl(url) : null;
    if (problem !== null) return { code: 9008, message: `${name}: ${problem}` };
  }
  return null;
}

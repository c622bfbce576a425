import { createHmac, timingSafeEqual } from 'node:crypto';

const ROUTES = { pay: 'payInfo', refund: 'refundInfo' } as const;
type TradeKind = keyof typeof ROUTES;

/** Makes and checks the URLs that connectors send their notices to. */
export interface NoticeUrls {
  /** The notifyUrl of this order. The gateway sends it to the connector of this order and to no other. */
  urlFor(kind: TradeKind, tractionNo: string): string;
  /** Whether `token` is the one in that order's URL; takes the same time for every wrong one. */
  isValid(kind: TradeKind, tractionNo: string, token: string): boolean;
}

/**
 * Notice URLs whose token is an HMAC-SHA256 over kind and number: a traction number is guessable, the
 * URL is not, and nothing needs to be stored. Every process must have the same secret.
 *
 * @param baseUrl what comes before `/payInfo`, without a slash at its end
 */
export function createNoticeUrls(secret: string, baseUrl: string): NoticeUrls {
  const tokenOf = (kind: TradeKind, tractionNo: string) =>
    createHmac('sha256', secret).update(`${kind}:${tractionNo}`).digest('base64url');
  return {
    urlFor: (kind, tractionNo) =>
      `${baseUrl}/${ROUTES[kind]}/${tractionNo}/${tokenOf(kind, tractionNo)}`,
    isValid(kind, tractionNo, token) {
      const expected = Buffer.from(tokenOf(kind, tractionNo));
      const given = Buffer.from(token);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

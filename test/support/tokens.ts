import { SignJWT } from 'jose';

/** The key of every gateway that tests start. */
export const TEST_JWT_SECRET = 'test-secret-of-at-least-32-bytes-length';

/** A token as a shop's backend would mint it. */
async function mintToken(claims: Record<string, unknown>, ttl = '1h'): Promise<string> {
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(ttl)
    .sign(new TextEncoder().encode(TEST_JWT_SECRET));
}

/** A cashier's token of this merchant. */
export const merchantToken = (merchantUUID: string) => mintToken({ merchantUUID });

/** An operator's token. */
export const adminToken = () => mintToken({ merchantUUID: 'operator', scope: 'payserver:admin' });

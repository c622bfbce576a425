import {
  newEndpointSecret,
  type SecretSeal,
  shownPublicKey,
  shownSecret,
} from '@payserver/shared/runtime/sealed-secret';
import type { NotifyEndpointRow } from '@payserver/shared/store/notify/endpoints';

/** A new secret of an endpoint, as its merchant sees it this once and as the database stores it. */
export function makeSecret(seal: SecretSeal, uuid: string) {
  const secret = newEndpointSecret();
  return { uuid, secret: shownSecret(secret), sealed: seal.seal(secret, uuid) };
}

/**
 * What checks the v1a signatures of an endpoint. Null where its secret cannot be opened any more: a list that shows the
 * endpoint must not fail for it.
 */
export function publicKeyOf(
  seal: SecretSeal,
  { secret, uuid }: Pick<NotifyEndpointRow, 'secret' | 'uuid'>,
): string | null {
  try {
    return shownPublicKey(seal.open(secret, uuid));
  } catch {
    return null;
  }
}

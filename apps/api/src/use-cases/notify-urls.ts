import type { Refusal } from '@payserver/shared/domain/errors';
import { newUuid } from '@payserver/shared/domain/ids';
import type { Database } from '@payserver/shared/store/database';
import { ensureAdhocEndpoint, MOST_ENDPOINTS } from '@payserver/shared/store/notify/endpoints';
import { refusedNotifyUrl } from './notify-endpoint-rules.ts';
import type { EndpointDeps } from './notify-endpoints.ts';
import { makeSecret } from './notify-secrets.ts';

type UrlDeps = Pick<EndpointDeps, 'db' | 'notifyAllow' | 'secretSeal'>;

/** A request that may name where its messages go. */
interface Notified {
  readonly notifyUrl?: string;
}

/** How long an endpoint that was there is taken to be there still, ms: one that its merchant deletes is made again later. */
const KNOWN_MS = 10_000;
const MOST_KNOWN = 10_000;

/** By database: what this process has seen, and when. */
const seenIn = new WeakMap<Database, Map<string, number>>();

/**
 * Why the `notifyUrl` of these requests cannot be taken, by URL: no message may be sent there, or the merchant names more
 * origins than it may. For the others there is an endpoint afterwards. Asks the database once for each new origin; requests
 * without a URL cost nothing.
 */
export async function refuseNotifyUrls(
  deps: UrlDeps,
  merchantUUID: string,
  requests: readonly Notified[],
): Promise<ReadonlyMap<string, Refusal>> {
  const urls = new Set(requests.flatMap(({ notifyUrl }) => notifyUrl ?? []));
  const refusals = new Map<string, Refusal>();
  for (const url of urls) {
    const refusal = await refusalOf(deps, merchantUUID, url);
    if (refusal !== null) refusals.set(url, refusal);
  }
  return refusals;
}

async function refusalOf(
  deps: UrlDeps,
  merchantUUID: string,
  url: string,
): Promise<Refusal | null> {
  const denied = refusedNotifyUrl(deps.notifyAllow, 'notifyUrl', url);
  if (denied !== null) return denied.refusal;
  const { origin } = new URL(url);
  if (isKnown(deps.db, `${merchantUUID} ${origin}`)) return null;
  const { uuid, sealed } = makeSecret(deps.secretSeal, newUuid());
  const adhoc = { uuid, merchantUUID, origin, secret: sealed };
  if (await ensureAdhocEndpoint(deps.db, adhoc)) {
    seen(deps.db).set(`${merchantUUID} ${origin}`, Date.now());
    return null;
  }
  const message = `notifyUrl has a new origin, and the merchant names ${MOST_ENDPOINTS.adhoc} by now: see notifyEndpoints`;
  return { code: 9004, message };
}

function seen(db: Database): Map<string, number> {
  const map = seenIn.get(db) ?? new Map<string, number>();
  if (map.size > MOST_KNOWN) map.clear();
  seenIn.set(db, map);
  return map;
}

function isKnown(db: Database, key: string): boolean {
  const at = seen(db).get(key);
  return at !== undefined && Date.now() - at < KNOWN_MS;
}

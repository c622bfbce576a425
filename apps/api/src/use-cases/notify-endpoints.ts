import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { newUuid } from '@payserver/shared/domain/ids';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import type { SecretSeal } from '@payserver/shared/runtime/sealed-secret';
import {
  changeNotifyEndpoint,
  deleteNotifyEndpoint,
  rotateNotifySecret,
} from '@payserver/shared/store/notify/endpoint-changes';
import {
  DEFAULT_SETTINGS,
  type EndpointFilter,
  type EndpointSettings,
  findNotifyEndpoint,
  insertNotifyEndpoint,
  listNotifyEndpoints,
  MOST_ENDPOINTS,
  type NotifyEndpointRow,
} from '@payserver/shared/store/notify/endpoints';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { type NamedMerchant, namedMerchant, ownerOf, visibleMerchant } from './merchant-scope.ts';
import { ackOf, canBecome, refusedNotifyUrl, refusedSettings } from './notify-endpoint-rules.ts';
import { makeSecret, publicKeyOf } from './notify-secrets.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

/** What endpoints work with. */
export interface EndpointDeps extends ReadDeps {
  readonly notifyAllow: ConnectorAllow;
  readonly secretSeal: SecretSeal;
}

type EndpointQuery = Omit<EndpointFilter, 'merchantUUID' | keyof CreatedRange>;

/** An endpoint beside what checks its signatures. */
interface Shown extends NotifyEndpointRow {
  readonly publicKey: string | null;
}

/** An endpoint and the secret that nobody is shown again. */
interface WithSecret {
  readonly row: Shown;
  /** whsec_… */
  readonly secret: string;
}

/** Endpoints: all that this caller may see, or one merchant's. Refusals: 9004, 9403. */
export async function readEndpoints(
  deps: EndpointDeps,
  caller: Caller,
  query: ListQuery<EndpointQuery>,
): Promise<Result<Page<Shown>>> {
  const merchant = ownerOf(caller, query.merchant);
  if (!merchant.ok) return merchant;
  const filter = { ...query.filter, ...query.created, merchantUUID: merchant.value };
  const { rows, more } = await listNotifyEndpoints(deps.db, filter, query.page);
  return done({ rows: rows.map((row) => shown(deps, row)), more });
}

/** One endpoint. Refusals: 9003, also for another merchant's. */
export async function readEndpoint(
  deps: EndpointDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<Shown>> {
  return found(deps, await findNotifyEndpoint(deps.db, uuid, visibleMerchant(caller)));
}

/** What POST notifyEndpoints asks for. */
export interface OpenWish {
  readonly url: string;
  readonly kind: 'fixed' | 'adhoc' | undefined;
  readonly settings: EndpointSettings;
  readonly merchant: NamedMerchant;
}

/**
 * Makes an endpoint of a merchant with a secret of its own, which is answered this once and stored sealed. It gets
 * events from its moment on.
 *
 * Refusals: 9004 no message may be sent to this URL, or there are too many, 9403.
 */
export async function openEndpoint(
  deps: EndpointDeps,
  caller: Caller,
  { url, kind = 'fixed', settings, merchant }: OpenWish,
): Promise<Result<WithSecret>> {
  const owner = namedMerchant(caller, merchant);
  if (!owner.ok) return owner;
  const merchantUUID = owner.value ?? caller.merchantUUID;
  if (merchantUUID === '') return refused(9004, 'merchantUUID or merchantHref is missing');
  const denied = refusedNotifyUrl(deps.notifyAllow, 'url', url);
  if (denied !== null) return denied;
  const wrong = refusedSettings({ ...DEFAULT_SETTINGS, ...settings });
  if (wrong !== null) return wrong;
  const { uuid, secret, sealed } = makeSecret(deps.secretSeal, newUuid());
  const { origin, href } = new URL(url);
  const made = await insertNotifyEndpoint(deps.db, {
    uuid,
    merchantUUID,
    kind,
    url: kind === 'adhoc' ? origin : href,
    origin,
    secret: sealed,
    settings: { ...ackOf(settings), ...settings },
  });
  if (made === 'tooMany') {
    return refused(9004, `the merchant has ${MOST_ENDPOINTS[kind]} ${kind} endpoints by now`);
  }
  if (made === 'exists') return refused(9004, 'url has the origin of another adhoc endpoint');
  return done({ secret, row: shown(deps, made) });
}

/** Changes an endpoint; what is absent stays. Refusals: 9003, 9004, 9007 no such status after its own. */
export async function changeEndpoint(
  deps: EndpointDeps,
  caller: Caller,
  { uuid, change }: { readonly uuid: string; readonly change: EndpointChangeWish },
): Promise<Result<Shown>> {
  const { url, status, ...settings } = change;
  const before = await findNotifyEndpoint(deps.db, uuid, visibleMerchant(caller));
  if (before === null) return NO_SUCH_ENDPOINT;
  if (url !== undefined) {
    const denied = refusedNotifyUrl(deps.notifyAllow, 'url', url);
    if (denied !== null) return denied;
    if (before.kind === 'adhoc') {
      return refused(9004, 'url of an adhoc endpoint is that of the order');
    }
  }
  const wrong = refusedSettings({ ...before, ...settings });
  if (wrong !== null) return wrong;
  if (status !== undefined && status !== before.status && !canBecome(before.status, status)) {
    return refused(9007, `the endpoint is ${before.status}`);
  }
  const target = url === undefined ? {} : { url: new URL(url).href, origin: new URL(url).origin };
  const changed = await changeNotifyEndpoint(deps.db, before, { ...target, ...settings, status });
  return found(deps, changed);
}

/** What POST notifyEndpoints/:uuid asks for. */
interface EndpointChangeWish extends EndpointSettings {
  readonly url?: string;
  readonly status?: 'on' | 'paused';
}

/** Deletes an endpoint with its secrets and answers it as it was. Refusals: 9003. */
export async function removeEndpoint(
  deps: EndpointDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<Shown>> {
  return found(deps, await deleteNotifyEndpoint(deps.db, uuid, visibleMerchant(caller)));
}

const DEFAULT_OVERLAP_HOURS = 24;

/** Gives an endpoint a new secret, beside which the one before signs for some hours. Refusals: 9003. */
export async function rotateSecret(
  deps: EndpointDeps,
  caller: Caller,
  wish: { readonly uuid: string; readonly overlapHours: number | undefined },
): Promise<Result<WithSecret>> {
  const { overlapHours = DEFAULT_OVERLAP_HOURS } = wish;
  const { uuid, secret, sealed } = makeSecret(deps.secretSeal, wish.uuid);
  const rotation = { uuid, merchantUUID: visibleMerchant(caller), secret: sealed, overlapHours };
  const row = await rotateNotifySecret(deps.db, rotation);
  return row === null ? NO_SUCH_ENDPOINT : done({ secret, row: shown(deps, row) });
}

export const NO_SUCH_ENDPOINT = refused(9003, 'no such endpoint');

function found(deps: EndpointDeps, row: NotifyEndpointRow | null): Result<Shown> {
  return row === null ? NO_SUCH_ENDPOINT : done(shown(deps, row));
}

function shown({ secretSeal }: EndpointDeps, row: NotifyEndpointRow): Shown {
  return { ...row, publicKey: row.signing === 'v1' ? null : publicKeyOf(secretSeal, row) };
}

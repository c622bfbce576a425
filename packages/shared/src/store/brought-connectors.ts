import type { ConnectorKind } from '../domain/connector-kind.ts';
import type { BuiltInTemplate } from './built-in-templates.ts';

/** A connector of this gateway that a start brings along. */
export interface BroughtConnector {
  /** where it listens, without a slash at its end */
  readonly url: string;
  /** what its calls and notices are signed with (Standard Webhooks) */
  readonly notifySecret: string;
}

/** The same for WeChat Pay or Alipay: at the provider itself, or at the stub that plays it. */
export interface BroughtProvider extends BroughtConnector {
  readonly kind: 'real' | 'stub';
}

/** Providers whose own protocol a connector of this repository speaks. */
export const PROVIDERS = ['wechat', 'alipay'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** What a start brings along; nothing is what is left out. */
export interface BroughtAlong {
  /** where the sandbox connectors listen, without a slash at its end */
  readonly sandboxUrl?: string | null;
  /** the shop's own books */
  readonly books?: BroughtConnector | null;
  readonly providers?: Partial<Record<ProviderName, BroughtProvider>>;
}

/** A template's columns as a connector wants them; what is not named stays. */
export interface Connection {
  /** the same one, whatever port it has after another start */
  readonly connectorId: string;
  readonly connectorKind: ConnectorKind;
  readonly payUrl: string;
  readonly refundUrl: string;
  readonly queryUrl?: string;
  readonly cancelUrl?: string;
  readonly checkEnvUrl: string;
  readonly isAsyncNotify: 0 | 1;
  readonly timeoutMs: number;
  readonly notifySecret: string | null;
}

/** What the ids of the books' connectors begin with, and their paths. */
const BOOKS_ID = 'accounts-';
const BOOKS_PATH = /^\/(?:signAccount|memberBalance|memberCount)\//;
const SANDBOX_PATH = /^\/sandbox\//;
const PROVIDER_ID = /^(?:wechat|alipay)-(?:real|stub)$/;
const PROVIDER_PATH = /^\/pay$/;

/** Without a word of a connector about it. */
const USUAL = { checkEnvUrl: '', isAsyncNotify: 0, timeoutMs: 10_000 } as const;
/** The connector waits for a customer's password within the call, and says by a notice what comes later. */
const OF_PROVIDER = { isAsyncNotify: 1, timeoutMs: 12_000 } as const;

/** Which connector of this start the template is to have; null: none. The provider comes first, the sandbox last. */
export function connectionFor(template: BuiltInTemplate, brought: BroughtAlong): Connection | null {
  return (
    atProvider(template, brought) ?? atBooks(template, brought) ?? atSandbox(template, brought)
  );
}

function atProvider({ provider }: BuiltInTemplate, { providers }: BroughtAlong): Connection | null {
  const there = provider === null ? undefined : providers?.[provider];
  if (provider === null || there === undefined) return null;
  const { url, kind, notifySecret } = there;
  return {
    ...{ connectorId: `${provider}-${kind}`, connectorKind: kind, notifySecret },
    ...urlsBelow(url, true),
    ...OF_PROVIDER,
    checkEnvUrl: `${url}/checkEnv`,
  };
}

function atBooks({ book }: BuiltInTemplate, { books }: BroughtAlong): Connection | null {
  if (book === null || books === null || books === undefined) return null;
  const { url, notifySecret } = books;
  const urls = urlsBelow(`${url}/${book}`, true);
  const connectorId = `${BOOKS_ID}${book}`;
  return { connectorId, connectorKind: 'real', notifySecret, ...urls, ...USUAL };
}

function atSandbox(template: BuiltInTemplate, { sandboxUrl }: BroughtAlong): Connection | null {
  const { sandboxSlug, hasQuery } = template;
  if (sandboxSlug === null || sandboxUrl === null || sandboxUrl === undefined) return null;
  const urls = urlsBelow(`${sandboxUrl}/sandbox/${sandboxSlug}`, hasQuery);
  const connectorId = `sandbox-${sandboxSlug}`;
  return { connectorId, connectorKind: 'sandbox', notifySecret: null, ...urls, ...USUAL };
}

function urlsBelow(base: string, hasQuery: boolean) {
  const urls = { payUrl: `${base}/pay`, refundUrl: `${base}/refund` };
  return hasQuery ? { ...urls, queryUrl: `${base}/query`, cancelUrl: `${base}/cancel` } : urls;
}

/** What a template has now. */
export interface Connected {
  readonly isOnline: number;
  readonly payUrl: string | null;
  readonly connectorId: string | null;
  readonly connectorKind: ConnectorKind;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** No connector yet, or one on this machine that an earlier start brought along: whatever else it is, an operator chose it. */
export function isOurs({ isOnline, payUrl, connectorId }: Connected): boolean {
  if (isOnline !== 1) return false;
  if (payUrl === null || payUrl === '') return true;
  if (!URL.canParse(payUrl)) return false;
  const { hostname, pathname } = new URL(payUrl);
  if (!LOOPBACK.test(hostname)) return false;
  if (SANDBOX_PATH.test(pathname)) return true;
  return isOfBooks(connectorId)
    ? BOOKS_PATH.test(pathname)
    : isOfProvider(connectorId) && PROVIDER_PATH.test(pathname);
}

/**
 * Whether this start may give the template that connector. From a provider's real one never to an imitation: the shop
 * would hand over goods for play money because a file is missing. An operator who wants that registers `payUrl` as ''.
 */
export function mayReplace(now: Connected, next: Connection): boolean {
  const isReal = isOfProvider(now.connectorId) && now.connectorKind === 'real' && now.payUrl !== '';
  return !isReal || next.connectorKind === 'real';
}

/**
 * Where the money of a built-in template goes: `real` to the provider, `stub` and `sandbox` to imitations, `own` to a
 * connector that an operator registered. `missing`: to one of an earlier start, which this one does not start; `none`:
 * there is no connector.
 */
export type Money = 'real' | 'stub' | 'sandbox' | 'own' | 'missing' | 'none';
export type ProviderMoney = Readonly<Record<ProviderName, Money>>;

/** @param now the template of this provider, after the start has given it what it may */
export function moneyOf(name: ProviderName, now: Connected, brought: BroughtAlong): Money {
  if (now.isOnline !== 1 || now.payUrl === null || now.payUrl === '') return 'none';
  if (!isOurs(now)) return 'own';
  if (!isOfProvider(now.connectorId)) return brought.sandboxUrl ? 'sandbox' : 'missing';
  const there = brought.providers?.[name];
  return there !== undefined && there.kind === now.connectorKind ? there.kind : 'missing';
}

/** True for the connectors of the shop's own books. */
export function isOfBooks(connectorId: string | null): boolean {
  return connectorId?.startsWith(BOOKS_ID) === true;
}

/** True for the connectors of WeChat Pay and Alipay, and for their stubs. */
export function isOfProvider(connectorId: string | null): boolean {
  return PROVIDER_ID.test(connectorId ?? '');
}

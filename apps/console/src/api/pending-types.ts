import type { PayOrder, RefundOrder } from '@payserver/client';

/** Shapes of routes that the API's description does not have yet; each goes when it has it. */
export type Role = 'merchant' | 'view' | 'support' | 'operate' | 'admin';

export interface Whoami {
  readonly subject: string;
  readonly role: Role;
  readonly scope: 'own' | 'all';
  readonly merchantUUID: string | null;
  readonly permissions: string[];
  readonly session: null | {
    readonly uuid: string;
    readonly via: string;
    readonly createdAt: string;
    readonly expiresAt: string;
    readonly idleUntil: string;
  };
  readonly gateway: {
    readonly version: string;
    readonly timeZone: string;
    readonly maxPayAmount: number;
    readonly hasSandbox: boolean;
  };
}

export interface ConsoleOptions {
  readonly version: string;
  readonly timeZone: string;
  readonly oidc: null | { readonly label: string };
  readonly links: boolean;
  readonly prefix: string;
}

export interface Session {
  uuid: string;
  subject: string;
  role: Role;
  merchantUUID: string | null;
  via: string;
  address: string;
  userAgent: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  revokedAt: string | null;
  isCurrent: boolean;
}

export interface View {
  uuid: string;
  name: string;
  path: string;
}

export type Found = { matchedBy: string } & (
  | { kind: 'payOrder'; order: PayOrder }
  | { kind: 'refundOrder'; order: RefundOrder }
);

export interface SearchAnswer {
  items: Found[];
  searchedBy: string[];
  more: boolean;
}

interface Get<T, Query = Record<string, unknown>> {
  parameters: { query?: Query; header?: never; path?: never; cookie?: never };
  get: {
    parameters: { query?: Query; header?: never; path?: never; cookie?: never };
    requestBody?: never;
    responses: { 200: { headers: never; content: { 'application/json': T } } };
  };
}

interface Post<T, Body, Path = never> {
  post: {
    parameters: { query?: never; header?: never; path: Path; cookie?: never };
    requestBody: { content: { 'application/json': Body } };
    responses: { 200: { headers: never; content: { 'application/json': T } } };
  };
}

type Nothing = Record<string, never>;

export interface PendingPaths {
  '/whoami': Get<Whoami>;
  '/views': Get<{ items: View[] }> & {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { 'application/json': { name: string; path: string } } };
      responses: { 201: { headers: never; content: { 'application/json': View } } };
    };
  };
  '/views/{uuid}/delete': Post<unknown, Nothing, { uuid: string }>;
  '/sessions': Get<{ items: Session[]; next?: string }>;
  '/sessions/{uuid}/revoke': Post<Session, Nothing, { uuid: string }>;
  '/search': Get<SearchAnswer>;
}

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

interface Get<T, Query = Record<string, never>> {
  parameters: { query?: Query; header?: never; path?: never; cookie?: never };
  get: {
    parameters: { query?: Query; header?: never; path?: never; cookie?: never };
    requestBody?: never;
    responses: { 200: { headers: never; content: { 'application/json': T } } };
  };
}

export interface PendingPaths {
  '/whoami': Get<Whoami>;
}

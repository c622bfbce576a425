/** What a caller is. `merchant` is a shop's own program or person; the other four are people of the gateway. */
export const ROLES = ['merchant', 'view', 'support', 'operate', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The roles that a token's scope names, as `payserver:ROLE`; of two the latter counts. */
export const STAFF_ROLES = ['view', 'support', 'operate', 'admin'] as const satisfies Role[];

/**
 * Who may do what. Whose rows it may be done to is another question: the caller's scope answers it.
 * Each route names one of these (apps/api/src/auth/route-permissions.ts).
 */
export const PERMISSIONS = {
  /** orders, modes, templates, history, exceptions, one's own sessions */
  read: ROLES,
  /** pay, batchPay */
  pay: ['merchant', 'admin'],
  /** refund, batchRefund */
  refund: ['merchant', 'support', 'operate', 'admin'],
  /** closePay */
  close: ['merchant', 'support', 'operate', 'admin'],
  /** have an open order attempted now */
  ask: ['merchant', 'support', 'operate', 'admin'],
  /** say by hand what became of an order */
  settle: ['operate', 'admin'],
  /** deal with an exception */
  resolve: ['operate', 'admin'],
  /** send late money back */
  reverse: ['operate', 'admin'],
  /** act on many orders at once */
  bulk: ['operate', 'admin'],
  /** open and change pay modes */
  modes: ['merchant', 'operate', 'admin'],
  /** say where messages are sent, and send them again */
  notify: ['merchant', 'operate', 'admin'],
  /** register templates */
  templates: ['admin'],
  /** see and end the console sessions of others */
  sessions: ['admin'],
  /** read the audit log */
  audit: ['view', 'support', 'operate', 'admin'],
  /** write into the money books of connectors/accounts */
  books: ['merchant', 'admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether this role may do that. */
export function isPermitted(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}

/** All that this role may do, in the order of the table. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((name) => isPermitted(role, name));
}

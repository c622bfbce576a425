import type { Permission, Role } from './use-session.ts';

/** The roles that have a permission, as the API grants them; only explanations use it. */
export const ROLES_OF: Readonly<Record<Permission, readonly Role[]>> = {
  read: ['merchant', 'view', 'support', 'operate', 'admin'],
  pay: ['merchant', 'admin'],
  refund: ['merchant', 'support', 'operate', 'admin'],
  close: ['merchant', 'support', 'operate', 'admin'],
  ask: ['merchant', 'support', 'operate', 'admin'],
  settle: ['operate', 'admin'],
  resolve: ['operate', 'admin'],
  reverse: ['operate', 'admin'],
  bulk: ['operate', 'admin'],
  modes: ['merchant', 'operate', 'admin'],
  notify: ['merchant', 'operate', 'admin'],
  templates: ['admin'],
  sessions: ['admin'],
  audit: ['view', 'support', 'operate', 'admin'],
  books: ['merchant', 'admin'],
};

import { identity } from './example-resources.ts';

/** Who an operator is that has logged in to the console. */
export const WHOAMI = {
  subject: 'night-shift',
  role: 'operate',
  scope: 'all',
  merchantUUID: null,
  permissions: [
    'read',
    'refund',
    'close',
    'ask',
    'settle',
    'resolve',
    'reverse',
    'bulk',
    'modes',
    'notify',
    'audit',
  ],
  session: {
    uuid: '6kQwXr4VbN2xTy8mHp5LsC',
    via: 'oidc',
    createdAt: '2018-07-13 08:00:00',
    expiresAt: '2018-07-13 20:00:00',
    idleUntil: '2018-07-13 12:35:00',
  },
  gateway: {
    version: '0.1.0',
    timeZone: 'Asia/Shanghai',
    maxPayAmount: 100_000_000,
    hasSandbox: 0,
  },
};

/** Their session of the console. */
export const SESSION = {
  ...identity('sessions', 4, '6kQwXr4VbN2xTy8mHp5LsC'),
  subject: 'night-shift',
  role: 'operate',
  merchantUUID: null,
  via: 'oidc',
  address: '10.0.0.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  createdAt: '2018-07-13 08:00:00',
  lastSeenAt: '2018-07-13 12:05:00',
  expiresAt: '2018-07-13 20:00:00',
  revokedAt: null,
  isCurrent: 1,
};

import { type Static, Type } from 'typebox';
import {
  flag,
  IDENTITY,
  nullableText,
  nullableWireTime,
  text,
  wireTime,
} from '../../http/schemas/common.ts';
import { RoleName, SessionVia } from '../whoami/schema.ts';

/** A session of the console, on the wire; never what opens it. */
export const ConsoleSessionResource = Type.Object(
  {
    ...IDENTITY,
    subject: text('Whose it is.'),
    role: RoleName,
    merchantUUID: nullableText('The merchant; null for staff without one.'),
    via: SessionVia,
    address: text('The other end of the connection that opened it.'),
    userAgent: text('What the browser says that it is.'),
    createdAt: wireTime('When it was opened.'),
    lastSeenAt: wireTime('When it was used last, to the minute.'),
    expiresAt: wireTime('When it ends, whatever its owner does.'),
    revokedAt: nullableWireTime('When it was ended by hand.'),
    isCurrent: flag('1: the session that asks.'),
  },
  { title: 'ConsoleSession' },
);

export type ConsoleSessionResource = Static<typeof ConsoleSessionResource>;

/** Body of POST sessions/:uuid/revoke. */
export const RevokeSessionBody = Type.Object(
  {},
  { title: 'RevokeSessionRequest', additionalProperties: false },
);

import { PERMISSIONS, ROLES } from '@payserver/shared/domain/permissions';
import { type Static, Type } from 'typebox';
import {
  described,
  flag,
  integer,
  nullableText,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

export const RoleName = Type.Unsafe<(typeof ROLES)[number]>({
  type: 'string',
  enum: ROLES,
  description: 'What the caller is: a merchant, or of the staff.',
});

export const SessionVia = Type.Unsafe<'token' | 'link' | 'oidc'>({
  type: 'string',
  enum: ['token', 'link', 'oidc'],
  description: 'How the session was opened.',
});

const PermissionName = Type.Unsafe<keyof typeof PERMISSIONS>({
  type: 'string',
  enum: Object.keys(PERMISSIONS),
});

const CurrentSession = Type.Object(
  {
    uuid: text('The id of the session.'),
    via: SessionVia,
    createdAt: wireTime('When it was opened.'),
    expiresAt: wireTime('When it ends, whatever its owner does.'),
    idleUntil: wireTime('When it ends if its owner does nothing.'),
  },
  { title: 'CurrentSession' },
);

const GatewayFacts = Type.Object(
  {
    version: text('The version of this gateway.'),
    timeZone: text('The zone of every time on the wire.'),
    maxPayAmount: integer('The largest payment, in fen.'),
    hasSandbox: flag('1: the sandbox connectors run beside it.'),
  },
  { title: 'GatewayFacts' },
);

/** Who asks, and what it may do. */
export const Whoami = Type.Object(
  {
    subject: text("Who: the token's `sub`, or the merchant."),
    role: RoleName,
    scope: Type.Unsafe<'own' | 'all'>({
      type: 'string',
      enum: ['own', 'all'],
      description: 'Whose rows: those of `merchantUUID`, or of all merchants.',
    }),
    merchantUUID: nullableText("The caller's merchant; null where there is none."),
    permissions: described(Type.Array(PermissionName), 'What the role may do.'),
    session: described(
      Type.Union([CurrentSession, Type.Null()]),
      'The session of the console; null for a bearer token.',
    ),
    gateway: described(GatewayFacts, 'What screens need to know of the gateway.'),
  },
  { title: 'Whoami' },
);

export type Whoami = Static<typeof Whoami>;

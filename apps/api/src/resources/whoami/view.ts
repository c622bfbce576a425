import type { Caller } from '@payserver/shared/domain/caller';
import { permissionsOf } from '@payserver/shared/domain/permissions';
import type { Config } from '@payserver/shared/runtime/config';
import { programVersion } from '@payserver/shared/runtime/program-root';
import type { FastifyRequest } from 'fastify';
import type { Wire } from '../../http/wire.ts';
import type { Whoami } from './schema.ts';

export interface WhoamiDeps {
  readonly config: Config;
  readonly wire: Wire;
}

const VERSION = programVersion();

type Session = FastifyRequest['session'];

/** Who the caller is, for itself. */
export function presentWhoami(deps: WhoamiDeps, caller: Caller, session: Session): Whoami {
  const { config } = deps;
  return {
    subject: caller.subject,
    role: caller.role,
    scope: caller.scope,
    merchantUUID: caller.merchantUUID === '' ? null : caller.merchantUUID,
    permissions: permissionsOf(caller.role),
    session: session === null ? null : presentSession(deps, session),
    gateway: {
      version: VERSION,
      timeZone: config.TIME_ZONE,
      maxPayAmount: config.MAX_PAY_AMOUNT,
      hasSandbox: config.SANDBOX === '1' ? 1 : 0,
    },
  };
}

function presentSession({ config, wire }: WhoamiDeps, session: NonNullable<Session>) {
  const idleUntil = session.lastSeenAt.getTime() + config.CONSOLE_IDLE_MS;
  return {
    uuid: session.uuid,
    via: session.via as NonNullable<Whoami['session']>['via'],
    createdAt: wire.time(session.createdAt),
    expiresAt: wire.time(session.expiresAt),
    idleUntil: wire.time(new Date(Math.min(idleUntil, session.expiresAt.getTime()))),
  };
}

import { done, unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { readSession, readSessions, revokeSession } from '../../use-cases/sessions.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { ConsoleSessionResource, RevokeSessionBody } from './schema.ts';
import { presentConsoleSession, SESSION_VIEW, seenBy } from './view.ts';

/** Who is logged in to the console: one's own sessions, for an administrator all. */
export function sessionRoutes(app: App, deps: ResourceDeps): void {
  addList(app, deps, {
    view: SESSION_VIEW,
    read: async (caller, query, session) => {
      const { rows, more } = await readSessions(deps, caller, query);
      return done({ rows: rows.map((row) => seenBy(session, row)), more });
    },
  });
  addOne(app, deps, {
    view: SESSION_VIEW,
    read: async (caller, uuid, session) => {
      const found = await readSession(deps, caller, uuid);
      return found.ok ? done(seenBy(session, found.value)) : found;
    },
  });
  revokeRoute(app, deps);
}

const REVOKE: Operation = {
  operationId: 'revokeSession',
  summary: 'End a session',
  description:
    'Ends a session of the console at once, on every machine. Your own; an administrator ends any. Repeating is safe.',
  tags: ['Console'],
};

function revokeRoute(app: App, deps: ResourceDeps): void {
  const schema = {
    ...REVOKE,
    params: UuidParams,
    body: RevokeSessionBody,
    response: { 200: answer(ConsoleSessionResource, 'The session, ended.'), ...ERROR_RESPONSES },
  };
  app.post('/sessions/:uuid/revoke', { schema }, async ({ caller, params, session }) => {
    const row = unwrap(await revokeSession(deps, caller, params.uuid));
    return presentConsoleSession(deps.wire, seenBy(session, row));
  });
}

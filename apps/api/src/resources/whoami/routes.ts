import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { Whoami } from './schema.ts';
import { presentWhoami, type WhoamiDeps } from './view.ts';

const WHOAMI: Operation = {
  operationId: 'whoami',
  summary: 'Who you are, and what you may do',
  description:
    'What the gateway reads in your token: your role, whose rows you see, what you may do.',
  tags: ['Console'],
};

/** GET whoami. */
export function whoamiRoute(app: App, deps: WhoamiDeps): void {
  const schema = {
    ...WHOAMI,
    response: { 200: answer(Whoami, 'The caller.'), ...ERROR_RESPONSES },
  };
  app.get('/whoami', { schema }, async ({ caller, session }) =>
    presentWhoami(deps, caller, session),
  );
}

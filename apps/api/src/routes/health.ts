import { Type } from 'typebox';
import type { App } from '../http/app.ts';
import { checkReadiness, type ReadinessDeps } from '../use-cases/check-readiness.ts';

const Live = Type.Object({ status: Type.String() }, { title: 'Live' });
const Ready = Type.Object(
  {
    status: Type.String({ description: 'ready or notReady' }),
    parts: Type.Object({
      database: Type.String({ description: 'ok, or what is wrong' }),
      migrations: Type.String(),
      queue: Type.String(),
    }),
  },
  { title: 'Ready' },
);

/** For load balancers and operators, without a token: is the process alive, and can it serve. */
export function healthRoutes(app: App, deps: ReadinessDeps): void {
  app.get('/health/live', { schema: { response: { 200: Live } }, logLevel: 'warn' }, async () => ({
    status: 'live',
  }));
  app.get(
    '/health/ready',
    { schema: { response: { 200: Ready, 503: Ready } }, logLevel: 'warn' },
    async (_request, reply) => {
      const { isReady, parts } = await checkReadiness(deps);
      const status = isReady ? 'ready' : 'notReady';
      return reply.code(isReady ? 200 : 503).send({ status, parts });
    },
  );
}

import { Type } from 'typebox';
import type { App } from '../../http/app.ts';
import type { Drain } from '../../http/drain.ts';
import { checkReadiness, type ReadinessDeps } from '../../use-cases/check-readiness.ts';

const Live = Type.Object({ status: Type.String() }, { title: 'Live' });
const Ready = Type.Object(
  {
    status: Type.String({ description: 'ready, notReady or stopping' }),
    parts: Type.Object({
      database: Type.String({ description: 'ok, or what is wrong' }),
      migrations: Type.String(),
      queue: Type.String(),
      keys: Type.String({
        description: 'of tokens: ok, or their age in seconds when they cannot be fetched',
      }),
    }),
  },
  { title: 'Ready' },
);

export interface HealthDeps extends ReadinessDeps {
  readonly drain: Drain;
}

const STOPPING = 'stopping';
const ALL_STOPPING = {
  database: STOPPING,
  migrations: STOPPING,
  queue: STOPPING,
  keys: STOPPING,
};

/**
 * For load balancers and operators, without a token: is the process alive, and can it serve. Both say
 * no while it stops, so that whichever a balancer asks, it moves on.
 */
export function healthRoutes(app: App, deps: HealthDeps): void {
  const { drain } = deps;
  const live = { schema: { response: { 200: Live, 503: Live } }, logLevel: 'warn' } as const;
  app.get('/health/live', live, async (_request, reply) => {
    drain.watched();
    if (drain.isDraining()) return reply.code(503).send({ status: STOPPING });
    return { status: 'live' };
  });
  const ready = { schema: { response: { 200: Ready, 503: Ready } }, logLevel: 'warn' } as const;
  app.get('/health/ready', ready, async (_request, reply) => {
    drain.watched();
    if (drain.isDraining()) {
      return reply.code(503).send({ status: STOPPING, parts: ALL_STOPPING });
    }
    const { isReady, parts } = await checkReadiness(deps);
    const status = isReady ? 'ready' : 'notReady';
    return reply.code(isReady ? 200 : 503).send({ status, parts });
  });
}

import { Type } from 'typebox';
import type { App } from '../../http/app.ts';
import type { Drain } from '../../http/drain.ts';
import { text } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { checkReadiness, type ReadinessDeps } from '../../use-cases/check-readiness.ts';

const Live = Type.Object({ status: text('live or stopping') }, { title: 'Live' });
const Ready = Type.Object(
  {
    status: text('ready, notReady or stopping'),
    parts: Type.Object(
      {
        database: text('ok, or what is wrong'),
        migrations: text('ok, or how many are missing'),
        queue: text('ok, or what is wrong'),
        keys: text('of tokens: ok, or their age in seconds when they cannot be fetched'),
      },
      { description: 'How each part is.' },
    ),
  },
  { title: 'Ready' },
);

export interface HealthDeps extends ReadinessDeps {
  readonly drain: Drain;
}

const LIVE: Operation = {
  operationId: 'isAlive',
  summary: 'Is the process alive',
  description: '503 while the API stops. Not moved by ROUTE_PREFIX.',
  tags: ['Health'],
  security: [],
};
const READY: Operation = {
  operationId: 'isReady',
  summary: 'Can it serve',
  description: 'Which part is not ready, if any. Not moved by ROUTE_PREFIX.',
  tags: ['Health'],
  security: [],
};

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
  const live = {
    ...LIVE,
    response: { 200: answer(Live, 'It is.'), 503: answer(Live, 'It stops.') },
  };
  app.get('/health/live', { schema: live, logLevel: 'warn' }, async (_request, reply) => {
    drain.watched();
    if (drain.isDraining()) return reply.code(503).send({ status: STOPPING });
    return { status: 'live' };
  });
  const ready = {
    ...READY,
    response: {
      200: answer(Ready, 'Every part is ready.'),
      503: answer(Ready, 'A part is not ready.'),
    },
  };
  app.get('/health/ready', { schema: ready, logLevel: 'warn' }, async (_request, reply) => {
    drain.watched();
    if (drain.isDraining()) {
      return reply.code(503).send({ status: STOPPING, parts: ALL_STOPPING });
    }
    const { isReady, parts } = await checkReadiness(deps);
    const status = isReady ? 'ready' : 'notReady';
    return reply.code(isReady ? 200 : 503).send({ status, parts });
  });
}

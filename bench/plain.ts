// What our gateway is compared with: the obvious chain, one row and one call at a time. As ROLE=api it
// writes the order through Prisma and queues a job; as ROLE=worker it reads the order, calls the
// connector with got and writes the result. It skips what makes a gateway: claims, repeats, limits, waiting.
import { newUuid } from '@payserver/shared/domain/ids';
import { openQueueEngine } from '@payserver/shared/queue/engine';
import { patientCheck } from '@payserver/shared/queue/start-check';
import { readConfig } from '@payserver/shared/runtime/config';
import { createLogger } from '@payserver/shared/runtime/logger';
import { openDatabase } from '@payserver/shared/store/database';
import { fastify } from 'fastify';
import { got } from 'got';
import { jwtVerify } from 'jose';

const config = readConfig();
const engine = openQueueEngine(config, createLogger('plain', 'warn'), 'plain');
const prisma = await openDatabase({
  url: config.DATABASE_URL,
  max: config.DB_POOL_MAX,
  name: 'plain',
  onError: () => {},
}).prisma();
const DAY_MS = 86_400_000;

interface Body {
  readonly payModeUUID: string;
  readonly clientPayNo: string;
  readonly payer: string;
  readonly payee: string;
  readonly payAmount: number;
  readonly payParams: Record<string, string>;
  readonly clientExtraParams: Record<string, string | number>;
}

const record = (order: Body & { uuid: string; tractionNo: string }, merchantUUID: string) => ({
  uuid: newUuid(),
  merchantUUID,
  payOrderUUID: order.uuid,
  payModeUUID: order.payModeUUID,
  tractionNo: order.tractionNo,
  kind: 'pay',
  amount: order.payAmount,
  detail: {},
});

async function serve(): Promise<void> {
  const queue = engine.newQueue('plain');
  const key = new TextEncoder().encode(config.JWT_SECRET);
  const app = fastify();
  let numbers = 0;
  app.post<{ Body: Body }>('/pay', async ({ body, headers }) => {
    const token = (headers.authorization ?? '').slice('Bearer '.length);
    const { payload } = await jwtVerify<{ merchantUUID: string }>(token, key);
    const mode = await prisma.payMode.findUniqueOrThrow({ where: { uuid: body.payModeUUID } });
    numbers += 1;
    const [uuid, tractionNo] = [newUuid(), `1${Date.now()}${numbers}`];
    const { merchantUUID } = payload;
    const now = new Date();
    const [order] = await prisma.$transaction([
      prisma.payOrder.create({
        data: {
          ...body,
          uuid,
          merchantUUID,
          tractionNo,
          requestHash: '',
          payModeName: mode.name,
          connectorKey: 'plain',
          businessRet: 'syncOnlinePay',
          status: 'paying',
          orderStartAt: now,
          orderExpiredAt: new Date(now.getTime() + DAY_MS),
          payStartAt: now,
          dueAt: now,
        },
      }),
      prisma.tradeRecord.create({
        data: {
          ...record({ ...body, uuid, tractionNo }, merchantUUID),
          event: 'accept',
          actor: 'api',
          toStatus: 'paying',
        },
      }),
    ]);
    await queue.add('pay', { uuid }, { removeOnComplete: true });
    return { ret: 'success', data: { ...order, id: String(order.id) } };
  });
  await app.listen({ host: config.HOST, port: config.PORT });
}

async function settle(data: unknown): Promise<void> {
  const { uuid } = data as { uuid: string };
  const order = await prisma.payOrder.findUniqueOrThrow({ where: { uuid } });
  const answer = await got
    .post(process.env['PAY_URL'] ?? '', {
      json: {
        tractionNo: order.tractionNo,
        payAmount: order.payAmount,
        payParams: order.payParams,
      },
    })
    .json<{ thirdOrderNo: string }>();
  await prisma.$transaction([
    prisma.payOrder.updateMany({
      where: { uuid, status: 'paying' },
      data: {
        status: 'payed',
        thirdPayNo: answer.thirdOrderNo,
        payFinishAt: new Date(),
        dueAt: null,
      },
    }),
    prisma.tradeRecord.create({
      data: {
        ...record(
          order as unknown as Body & { uuid: string; tractionNo: string },
          order.merchantUUID,
        ),
        event: 'succeed',
        actor: 'connector',
        fromStatus: 'paying',
        toStatus: 'payed',
      },
    }),
  ]);
}

// A producer that is used before it is connected refuses.
await patientCheck(engine, 5_000);
process.on('disconnect', () => process.exit());
if (process.env['ROLE'] === 'api') await serve();
else engine.newWorker('plain', settle, { concurrency: 50 });
process.send?.({ type: 'ready' });

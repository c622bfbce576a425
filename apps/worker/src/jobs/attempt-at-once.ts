import type { Consumer } from '@payserver/shared/queue/consumer';
import type { Producer } from '@payserver/shared/queue/producer';
import type { WokenPay } from '@payserver/shared/store/wake-signal';

/**
 * Attempts each new payment of which a signal tells, without a job: for one that comes alone its job costs more than all
 * else that is done for it. Every worker hears of it and one claims it. While its connector has no turn free here it
 * goes to the queue, where workers that have one find it.
 */
export function createAttemptAtOnce(deps: {
  readonly consumer: Pick<Consumer, 'attemptWithoutJob'>;
  readonly producer: Pick<Producer, 'wake'>;
}): (pay: WokenPay) => void {
  return ({ connectorKey, uuid, tractionNo }) => {
    const order = { uuid, epoch: 0 };
    const job = { kind: 'pay', orders: [order] } as const;
    if (deps.consumer.attemptWithoutJob(connectorKey, job, { mayWait: 0 })) return;
    void deps.producer.wake([{ kind: 'pay', ...order, tractionNo, connectorKey, canShare: true }]);
  };
}

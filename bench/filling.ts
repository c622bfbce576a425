import { type Filling, fillOrders } from '../test/support/fill/fill-orders.ts';

const EVERY = 250_000;

/** Fills a database and says on stderr how far it is and how long it took. */
export async function fillAndReport(databaseUrl: string, filling: Filling): Promise<void> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  let shown = EVERY;
  await fillOrders(databaseUrl, {
    ...filling,
    onProgress: (orders) => {
      if (orders < shown) return;
      shown += EVERY;
      console.error(`${orders} orders filled in, ${Math.round(orders / seconds())}/s`);
    },
  });
  console.error(
    `${filling.orders} orders filled in, vacuumed and analysed in ${Math.round(seconds())} s`,
  );
}

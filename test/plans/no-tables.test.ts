import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

/** From now on every definition (CREATE, ALTER, DROP) that is made in this database is written down. */
const WRITE_DOWN = `
CREATE TABLE public.definition (tag text);
CREATE FUNCTION public.write_down() RETURNS event_trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO public.definition VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER write_down ON ddl_command_start EXECUTE FUNCTION public.write_down()`;

test('a payment and a refund define nothing: tables of a moment cost more than all that is stored', async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(gateway.stop);
  const shop = await newShop(gateway);
  const mode = await shop.open('wechat');
  const definitions = async () =>
    await runSql<{ tag: string }>(gateway.databaseUrl, 'SELECT tag FROM public.definition');
  // A queue makes its sequence with its first job.
  await shop.pay(mode, 'first');
  await runSql(gateway.databaseUrl, WRITE_DOWN);
  const patience = { headers: { prefer: 'wait=20' } };
  const { body } = await shop.pay(mode, 'second', patience);
  expect(body.data.status).toBe('payed');
  const refund = { payTractionNo: body.data.tractionNo, clientRefundNo: 'r1' };
  const refunded = await shop.client.post('/refund', refund, patience.headers);
  expect(refunded.body.data.status).toBe('refunded');
  expect(await definitions()).toEqual([]);
  // What is not written down cannot be seen to be dear.
  await runSql(gateway.databaseUrl, 'CREATE TEMP TABLE one (id int)');
  expect(await definitions()).toEqual([{ tag: 'CREATE TABLE' }]);
});

// Pays with Medusa's payment module, in the folder PEER_FOLDER, on DATABASE_URL, with its own migrations and its
// built-in provider that says yes: create a collection and a session, authorise, capture. Plain JavaScript,
// because the module is installed for a bench only and has no types here.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.env.PEER_FOLDER;
const require = createRequire(join(folder, 'package.json'));
// It looks for its own packages there.
process.chdir(folder);
const { MedusaModule } = require('@medusajs/framework/modules-sdk');
const { Modules } = require('@medusajs/framework/utils');

const CLIENTS = Number(process.env.CLIENTS);
const AMOUNT = { currency_code: 'cny', amount: 500 };
const place = { moduleKey: Modules.PAYMENT, cwd: folder };
const options = {
  database: {
    clientUrl: process.env.DATABASE_URL,
    driverOptions: { connection: { ssl: false } },
    pool: { min: CLIENTS, max: CLIENTS },
  },
};

await MedusaModule.migrateUp({ ...place, modulePath: '@medusajs/payment', options });
const [payments] = Object.values(
  await MedusaModule.bootstrap({
    ...place,
    defaultPath: '@medusajs/payment',
    declaration: { scope: 'internal', resolve: '@medusajs/payment', options },
  }),
);

async function pay() {
  const { id } = await payments.createPaymentCollections(AMOUNT);
  const provider = { provider_id: 'pp_system_default', data: {} };
  const session = await payments.createPaymentSession(id, { ...AMOUNT, ...provider });
  const payment = await payments.authorizePaymentSession(session.id, {});
  const { captured_at } = await payments.capturePayment({ payment_id: payment.id });
  if (!captured_at) throw new Error(`${payment.id} was not captured`);
}

let latencies = [];

async function client() {
  for (;;) {
    const sentAt = performance.now();
    await pay();
    latencies.push(performance.now() - sentAt);
  }
}

process.on('message', ({ type }) => {
  if (type === 'measure') latencies = [];
  else process.send({ type: 'done', latencies }, () => process.exit(0));
});
process.on('disconnect', () => process.exit());
for (let at = 0; at < CLIENTS; at += 1) void client();
process.send({ type: 'ready' });

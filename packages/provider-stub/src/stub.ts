import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { openBank } from './bank/bank.ts';
import { openStore } from './bank/store.ts';
import { createViews } from './bank/visible.ts';
import { createChooser } from './behaviour/choose.ts';
import { createCallLog } from './calls.ts';
import { createClock } from './clock.ts';
import { createControl } from './control/server.ts';
import { listen, readCall } from './http/listen.ts';
import { createProviderPorts } from './http/provider-ports.ts';
import { send } from './http/send.ts';
import { type Notifier, openNotifier } from './notices.ts';
import type { CreateProtocol, Ports, Protocol, StubOptions, StubSettings, World } from './world.ts';

/** A stub that serves. */
export interface Stub extends Ports {
  stop(): Promise<void>;
}

const TICK_MS = 25;
const DEFAULT_OPTIONS: StubOptions = {
  passwordAbove: 100_000,
  refundGap: null,
  oddAnswers: true,
  amountTails: false,
};

/**
 * Starts a provider's stub: its protocol on the provider's ports, the control API on another. It goes on with what is in
 * its folder, whatever ended the process before.
 *
 * @throws {Error} when a port is in use, or the folder cannot be written
 */
export async function startStub(settings: StubSettings, create: CreateProtocol): Promise<Stub> {
  mkdirSync(settings.dir, { recursive: true, mode: 0o700 });
  const clock = createClock();
  const store = openStore(join(settings.dir, 'ledger.jsonl'));
  const late: { protocol?: Protocol; notifier?: Notifier } = {};
  const bank = openBank(
    { store, clock, seed: settings.seed },
    {
      paid: (order) => late.notifier && late.protocol?.notifyPaid(order, late.notifier),
      refunded: (refund, order) =>
        late.notifier && late.protocol?.notifyRefund(refund, order, late.notifier),
    },
  );
  const options = { now: DEFAULT_OPTIONS };
  const world: World = {
    ...{ settings, clock, bank, views: createViews(bank, clock) },
    ...{ chooser: createChooser(settings.seed), calls: createCallLog() },
    options: () => options.now,
  };
  const protocol = create(world);
  const notifier = openNotifier(
    { clock, file: join(settings.dir, 'notices.jsonl') },
    protocol.notices,
  );
  Object.assign(late, { protocol, notifier });

  const provider = createProviderPorts(settings, protocol, serveProtocol(world, protocol));
  await provider.setUp(true);
  const control = await listen(
    settings.controlPort,
    createControl({ world, protocol, notifier, options, ports: () => ports(), provider }),
  );
  const ports = (): Ports => ({ ...provider.ports(), controlPort: control.port });
  protocol.writeMerchants(ports());
  const timer = setInterval(() => {
    bank.settleDue();
    notifier.tick();
  }, TICK_MS);
  return {
    ...ports(),
    async stop() {
      clearInterval(timer);
      await Promise.all([provider.setUp(false), control.stop()]);
      store.close();
      notifier.close();
    },
  };
}

function serveProtocol({ clock, bank, calls }: World, protocol: Protocol): RequestListener {
  return (req, res) => {
    res.on('error', () => undefined);
    readCall(req)
      .then((call) => {
        bank.settleDue();
        const done = protocol.serve(call);
        calls.add(clock.now(), call, done);
        const date = { date: new Date(clock.now()).toUTCString() };
        const answer = { ...done.answer, headers: { ...date, ...done.answer.headers } };
        send({ res, clock }, { ...done, answer });
      })
      .catch((error: unknown) => {
        process.stderr.write(`stub: ${error instanceof Error ? error.stack : String(error)}\n`);
        res.destroy();
      });
  };
}

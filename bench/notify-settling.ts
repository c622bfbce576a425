import { startBenchGateway } from './gateway.ts';
import { startHelper } from './helper-process.ts';
import { measure } from './measure.ts';
import { addEndpoints, type NotifyServers, originOf } from './notify-place.ts';
import type { ReceiverReport } from './notify-receiver.ts';
import { type NotifyFigure, shown } from './notify-report.ts';
import { median } from './report.ts';

/** `off`: no merchant has an endpoint; `tail`: each has one that is paused, so messages are made and not sent. */
const MODES = ['off', 'tail', 'on'] as const;
type Mode = (typeof MODES)[number];

const CLIENTS = 256;
const GOAL = 0.98;

/** What is played. */
export interface SettlingOrder {
  readonly seconds: number;
  readonly rounds: number;
  /** payments in a second; 0: as many as it can */
  readonly ratePerSecond: number;
}

/** Payments settled in a second with an endpoint that wants every event, over those without one. */
export async function measureSettling(
  servers: NotifyServers,
  order: SettlingOrder,
): Promise<NotifyFigure[]> {
  const rates: Record<Mode, number[]> = { off: [], tail: [], on: [] };
  for (let round = 0; round < order.rounds; round += 1) {
    for (const mode of round % 2 === 0 ? MODES : MODES.toReversed()) {
      const rate = await play(servers, mode, order);
      rates[mode].push(rate);
      console.error(`${mode}: ${shown(rate)} payments/s`);
    }
  }
  const off = median(rates.off);
  const ofMode = (mode: Mode, what: string): NotifyFigure => ({
    ...{ what, figure: median(rates[mode]) / off, unit: 'of off', goal: GOAL, isLeast: true },
    how: `${CLIENTS} tills, ${order.rounds} rounds of ${order.seconds} s; ${shown(median(rates[mode]))} and ${shown(off)} payments/s`,
  });
  return [
    ofMode('tail', 'settlement, messages made'),
    ofMode('on', 'settlement, messages made and sent'),
  ];
}

async function play(
  { postgres, engine }: NotifyServers,
  mode: Mode,
  { seconds, ratePerSecond }: SettlingOrder,
): Promise<number> {
  const gateway = await startBenchGateway(postgres, { engine, delayMs: 0, profileIn: '' });
  const receiver = await startHelper<ReceiverReport>('notify-receiver.ts');
  try {
    const endpoints = gateway.tills.map(({ merchantUUID }, no) => ({
      merchantUUID,
      url: `${originOf(receiver.ready.port ?? 0, no)}/quick`,
      status: mode === 'on' ? ('on' as const) : ('paused' as const),
    }));
    if (mode !== 'off') await addEndpoints(gateway.databaseUrl, endpoints);
    const load = { batch: 0, clients: ratePerSecond > 0 ? 0 : CLIENTS, ratePerSecond };
    return (await measure(gateway, load, seconds)).settledPerSecond;
  } finally {
    await gateway.stop();
    await receiver.stop();
  }
}

import { percentiles } from './measure.ts';
import {
  addEndpoints,
  type BenchEndpoint,
  type NotifyPlace,
  type NotifyServers,
  originOf,
  startNotifyPlace,
} from './notify-place.ts';
import { playRate, type RateOrder } from './notify-rates.ts';
import type { NotifyFigure } from './notify-report.ts';
import { median } from './report.ts';

const ENDPOINTS = 2_000;
/** Of each four endpoints one hangs and one refuses. */
const IN_FOUR = { hang: 1, refuse: 2 };
const GOAL = 1.2;
const REFUSING_PORT = 1;

const NAMES = ['without', 'beside'] as const;
type Name = (typeof NAMES)[number];

/** p99 of one round, ms: of its first seconds and of the others. */
interface Round {
  readonly first: number;
  readonly later: number;
}

/** The p99 of endpoints that answer, beside a thousand others that do not, over what it is without them. */
export async function measureIsolation(
  servers: NotifyServers,
  { rounds, ...order }: RateOrder & { readonly rounds: number },
): Promise<NotifyFigure[]> {
  const measured: Record<Name, Round[]> = { without: [], beside: [] };
  for (let round = 0; round < rounds; round += 1) {
    // In turn, and in turn first: whatever else this machine does then meets both alike.
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      const played = await play(servers, { ...order, hasBad: name === 'beside' });
      measured[name].push({
        first: percentiles(played.firstLatencies).p99,
        later: percentiles(played.latencies).p99,
      });
      console.error(`${name}: ${JSON.stringify(measured[name].at(-1))}, p99 in ms`);
    }
  }
  const figureOf = (part: keyof Round, when: string): NotifyFigure => {
    const [without, beside] = NAMES.map((name) => median(measured[name].map((one) => one[part])));
    return {
      ...{ what: `isolation, p99 of who answers, ${when}`, unit: 'times' },
      ...{ figure: (beside ?? 0) / (without ?? 0), goal: GOAL, isLeast: false },
      how: `${order.ratePerSecond}/s to ${ENDPOINTS} endpoints, ${rounds} rounds; p99 ${without} ms without, ${beside} ms beside them`,
    };
  };
  return [figureOf('first', 'while they begin to hang'), figureOf('later', 'afterwards')];
}

async function play(servers: NotifyServers, order: RateOrder & { readonly hasBad: boolean }) {
  const place = await startNotifyPlace(servers);
  try {
    await addEndpoints(place.databaseUrl, endpointsOf(place, order.hasBad));
    return await playRate(place, { ...order, merchants: ENDPOINTS });
  } finally {
    await place.stop();
  }
}

/** Without the bad ones their merchants have no endpoint: the events are the same. */
function endpointsOf({ receiverPort }: NotifyPlace, hasBad: boolean): BenchEndpoint[] {
  return Array.from({ length: ENDPOINTS }, (_, no) => no).flatMap((no) => {
    const merchantUUID = `M${no}`;
    const place = no % 4;
    const isBad = place === IN_FOUR.hang || place === IN_FOUR.refuse;
    if (!isBad) return [{ merchantUUID, url: `${originOf(receiverPort, no)}/quick` }];
    if (!hasBad) return [];
    const port = place === IN_FOUR.hang ? receiverPort : REFUSING_PORT;
    return [{ merchantUUID, url: `${originOf(port, no)}/hang` }];
  });
}

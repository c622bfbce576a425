import { channelIn, readDatabaseUrl } from '../runtime/database-url.ts';
import type { Signal } from './signals.ts';

const CHANNEL = 'payserver_wake';

/** A payment that was just written, for a worker to attempt at once. */
export interface WokenPay {
  readonly connectorKey: string;
  readonly uuid: string;
  readonly tractionNo: string;
}

type SerialisedWake = [connectorKey: string, uuid: string, tractionNo: string];

/** Where new payments are signalled, in the database with this schema. */
export function wakeChannelIn(schema: string): string {
  return channelIn(schema, CHANNEL);
}

/** SQL that signals the row `o`, which has these three columns, when its statement commits. `$` is the channel's parameter. */
export function signalWake(channel: string): string {
  return `pg_notify(${channel}, json_build_array(o."connectorKey", o.uuid, o."tractionNo")::text)`;
}

/** Calls `onWake` for each payment that is signalled while this listens. What is no signal of ours is ignored. */
export function wakeSignal(url: string, onWake: (pay: WokenPay) => void): Signal {
  return {
    channel: wakeChannelIn(readDatabaseUrl(url).schema),
    onSignal: (payload) => {
      const pay = readWake(payload);
      if (pay !== null) onWake(pay);
    },
  };
}

/** What a queue may be called; see connectorKeyOf. */
const KEY = /^[A-Za-z0-9._-]+$/;

/** Anybody who may connect to the database may signal: what is read must be usable whatever it says. */
function readWake(payload: string): WokenPay | null {
  try {
    const [connectorKey, uuid, tractionNo] = JSON.parse(payload) as Partial<SerialisedWake>;
    const areTexts = typeof uuid === 'string' && typeof tractionNo === 'string';
    if (!areTexts || typeof connectorKey !== 'string' || !KEY.test(connectorKey)) return null;
    return { connectorKey, uuid, tractionNo };
  } catch {
    return null;
  }
}

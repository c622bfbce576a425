import type { Heard } from './back-office.ts';
import { IN_FLIGHT, type Office } from './office.ts';

/** A trade record that is an event. */
export interface OwnRecord {
  /** the webhook-id of its messages */
  readonly id: string;
  readonly kind: string;
  readonly event: string;
  readonly detail: unknown;
  readonly type: string;
  readonly status: string;
  readonly tractionNo: string;
  /** ms since the epoch */
  readonly at: number;
  /** its number within its order */
  readonly sequence: number;
}

/** What a back office is compared with. */
interface Truth {
  /** written before it was waited for that nothing is left to be sent */
  readonly owed: readonly OwnRecord[];
  /** all */
  readonly records: readonly OwnRecord[];
  /** webhook-ids of events that no order has */
  readonly ownEvents: ReadonlySet<string>;
  readonly merchantUUID: string;
  /** workers that were killed while it was there */
  readonly kills: number;
}

interface Broken {
  readonly rule: string;
  readonly detail: unknown;
}

interface Body {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every rule that the ledger of a back office breaks; it must be at rest and nothing left to be sent. */
export function brokenRules(office: Office, truth: Truth): Broken[] {
  return [
    ...lost(office, truth),
    ...twice(office, truth),
    ...refused(office),
    ...office.receiver.heard.flatMap((message) => untrue(office, truth, message)),
    ...otherBytes(office),
  ];
}

const isWanted = ({ settings: { types } }: Office, type: string) =>
  types.length === 0 || types.includes(type);

function lost(office: Office, { owed }: Truth): Broken[] {
  const taken = new Set(office.receiver.heard.filter((one) => one.isTaken).map(({ id }) => id));
  return owed
    .filter(({ at, type, id }) => at > office.since && isWanted(office, type) && !taken.has(id))
    .map((detail) => ({ rule: 'every event since the endpoint was there is heard', detail }));
}

function twice({ receiver }: Office, { kills }: Truth): Broken[] {
  const ids = receiver.heard.filter((one) => one.isTaken && !one.isReplay).map(({ id }) => id);
  const repeats = ids.length - new Set(ids).size;
  if (repeats <= kills * IN_FLIGHT) return [];
  const detail = { repeats, kills, ids: ids.filter((id, at) => ids.indexOf(id) !== at) };
  return [{ rule: 'only what was in flight when a worker was killed is taken twice', detail }];
}

function refused({ receiver, mayRefuse }: Office): Broken[] {
  if (mayRefuse) return [];
  return receiver.heard
    .filter(({ isGenuine }) => !isGenuine)
    .map((detail) => ({ rule: 'every message is genuine to who has both secrets', detail }));
}

/** Its body says what the record said, and it is about an order of this merchant. */
function untrue(office: Office, truth: Truth, message: Heard): Broken[] {
  const rule = untruth(office, truth, message);
  return rule === null ? [] : [{ rule, detail: message }];
}

/** The rule that it breaks; null: none. */
function untruth(office: Office, truth: Truth, message: Heard): string | null {
  const { type, data } = JSON.parse(message.body) as Body;
  if (data['merchantUUID'] !== truth.merchantUUID) return 'nobody hears of another merchant';
  if (truth.ownEvents.has(message.id)) return null;
  const record = truth.records.find(({ id }) => id === message.id);
  if (record === undefined) return 'a message is about an event of its merchant';
  if (record.type !== type) return 'a message has the type of its event';
  if (!isWanted(office, type)) return 'an endpoint hears of the types that it wants';
  if (record.tractionNo !== data['tractionNo']) return 'a message names its order';
  return message.isReplay && office.saysNow ? null : untrueThen(record, data);
}

/** It says what was so at its event. */
function untrueThen({ sequence, status }: OwnRecord, data: Body['data']): string | null {
  const isThen = sequence === data['sequence'] && status === data['status'];
  return isThen ? null : 'a message says the number and status of its event';
}

/** The same event is always the same bytes, unless it was asked for as it is now. */
function otherBytes({ receiver, saysNow }: Office): Broken[] {
  const first = new Map<string, string>();
  return receiver.heard
    .filter(({ isReplay }) => !isReplay || !saysNow)
    .filter(({ id, body }) => {
      const known = first.get(id) ?? body;
      first.set(id, known);
      return known !== body;
    })
    .map((detail) => ({ rule: 'an event is the same bytes each time', detail }));
}

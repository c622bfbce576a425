import { setTimeout as sleep } from 'node:timers/promises';
import {
  afterAttempt,
  ENDPOINT_LIMITS,
  type EndpointHealth,
  type EndpointNews,
  inFlightLimit,
} from '@payserver/shared/domain/notify/endpoint-state';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { SecretSeal } from '@payserver/shared/runtime/sealed-secret';
import { type ClaimedEndpoint, TURN_MS } from '@payserver/shared/store/notify/claim';
import type { DueDelivery, DueReader } from '@payserver/shared/store/notify/due';
import type { Release } from '@payserver/shared/store/notify/endpoint-state';
import { type AttemptDeps, attemptDelivery, type OwnedEndpoint } from './attempt.ts';
import type { LaneName, Lanes, Slot } from './lanes.ts';
import type { Secrets } from './message.ts';

export interface TurnDeps extends AttemptDeps {
  readonly log: Logger;
  readonly readDue: DueReader;
  readonly release: Release;
  readonly seal: SecretSeal;
  readonly lanes: Lanes;
  /** aborted when this worker starts no other attempt */
  readonly ending: AbortSignal;
  /** hears what people should hear of, once the endpoint was given back */
  readonly onNews: (endpoint: ClaimedEndpoint, news: EndpointNews, off: string | null) => void;
}

/** Deliveries that are read at once, for each that may be in flight. */
const READ_FOR_EACH = 8;

/** What a turn has come to so far. */
interface Turn {
  readonly endpoint: OwnedEndpoint;
  readonly lane: LaneName;
  /** when it starts no other attempt, ms of the monotonic clock */
  readonly until: number;
  health: EndpointHealth;
  ended: number;
  off: string | null;
  news: EndpointNews | null;
  /** when the next attempt may start where the endpoint has a rate */
  nextAt: number;
}

/**
 * Sends what is due of an endpoint that was claimed, for two seconds at most and the attempts in flight to their ends,
 * then gives it back. A slow start: one at a time until it has answered, one alone while it fails.
 *
 * @param slot of its first attempt in flight
 * @throws when the database cannot be used: its lease ends by itself
 */
export async function runTurn(deps: TurnDeps, row: ClaimedEndpoint, slot: Slot): Promise<void> {
  const endpoint = { row, secrets: openSecrets(deps, row) };
  const startedAt = performance.now();
  const turn: Turn = {
    endpoint,
    lane: row.lane === 'slow' ? 'slow' : 'fast',
    until: startedAt + TURN_MS,
    // It was due: whatever made it wait is over, by the database's clock.
    health: { ...row, notBefore: null },
    ...{ ended: 0, off: null, news: null, nextAt: startedAt },
  };
  while (mayStart(deps, turn)) {
    const limit = roundSize(turn);
    const due = await deps.readDue({ endpointId: row.id, limit });
    await sendRound(deps, turn, { due, slot });
    if (due.length < limit) break;
  }
  await giveBack(deps, turn);
}

/** With the one before while both sign. That one may be unusable, as after a change of the gateway's own secret. */
function openSecrets(deps: TurnDeps, row: ClaimedEndpoint): Secrets | null {
  const { uuid, prevSecret, prevUntil } = row;
  const secret = openSecret(deps, row.secret, uuid);
  if (secret === null) return null;
  const isRotating = prevUntil !== null && prevUntil.getTime() > Date.now();
  const before = isRotating && prevSecret !== null ? openSecret(deps, prevSecret, uuid) : null;
  return before === null ? [secret] : [secret, before];
}

function openSecret({ seal, log }: TurnDeps, sealed: string, endpoint: string) {
  try {
    return seal.open(sealed, endpoint);
  } catch (error) {
    log.error({ err: error, endpoint }, 'a secret of an endpoint cannot be opened');
    return null;
  }
}

function isProbed({ failures }: EndpointHealth): boolean {
  return failures >= ENDPOINT_LIMITS.probeInARow;
}

function roundSize({ health, endpoint }: Turn): number {
  if (isProbed(health)) return 1;
  return inFlightLimit(health, endpoint.row.maxInFlight) * READ_FOR_EACH;
}

/** Not when its time is over, nor where its rate leaves none of it. */
function mayStart(deps: Pick<TurnDeps, 'ending'>, turn: Turn): boolean {
  return isOpen(deps, turn) && Math.max(performance.now(), turn.nextAt) < turn.until;
}

/** Not once something failed that makes the endpoint wait. */
function isOpen({ ending }: Pick<TurnDeps, 'ending'>, turn: Turn): boolean {
  if (ending.aborted || turn.off !== null) return false;
  const { notBefore } = turn.health;
  return notBefore === null || notBefore.getTime() <= Date.now();
}

/** As many at once as the endpoint and its lane allow. */
async function sendRound(
  deps: TurnDeps,
  turn: Turn,
  { due, slot }: { readonly due: readonly DueDelivery[]; readonly slot: Slot },
): Promise<void> {
  const waiting = [...due];
  const run = async (own: Slot) => {
    while (mayStart(deps, turn)) {
      const delivery = waiting.shift();
      if (delivery === undefined) return;
      await pace(turn);
      // Others may have failed meanwhile: it stays due.
      if (!isOpen(deps, turn)) return;
      await sendOne(deps, turn, { delivery, slot: own });
    }
  };
  const others = takeSlots(deps, turn, due.length - 1);
  const running = [slot, ...others].map(async (own) => await run(own));
  try {
    const outcomes = await Promise.allSettled(running);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    for (const one of others) one.giveBack();
  }
}

function takeSlots({ lanes }: TurnDeps, turn: Turn, most: number): Slot[] {
  const wanted = Math.min(inFlightLimit(turn.health, turn.endpoint.row.maxInFlight) - 1, most);
  const taken: Slot[] = [];
  while (taken.length < wanted) {
    const slot = lanes.take(turn.lane);
    if (slot === null) break;
    taken.push(slot);
  }
  return taken;
}

/** Waits for its turn where the endpoint takes so many in a second and no more. */
async function pace(turn: Turn): Promise<void> {
  const { ratePerS } = turn.endpoint.row;
  if (ratePerS === null) return;
  const now = performance.now();
  const startsAt = Math.max(turn.nextAt, now);
  turn.nextAt = startsAt + 1_000 / ratePerS;
  if (startsAt > now) await sleep(startsAt - now);
}

async function sendOne(
  deps: TurnDeps,
  turn: Turn,
  { delivery, slot }: { readonly delivery: DueDelivery; readonly slot: Slot },
): Promise<void> {
  const timer = setTimeout(() => {
    slot.becomeSlow();
    // Others of this endpoint would hang as well.
    turn.health = { ...turn.health, lane: 'slow' };
  }, ENDPOINT_LIMITS.slowMs);
  slot.startAttempt();
  try {
    const facts = await attemptDelivery(deps, turn.endpoint, delivery);
    if (facts === null) return;
    const { health, news, off } = afterAttempt(turn.health, facts);
    turn.health = health;
    turn.ended += Number(facts.ended);
    turn.off ??= off;
    turn.news = news ?? turn.news;
  } finally {
    clearTimeout(timer);
    slot.endAttempt();
  }
}

/** What an endpoint takes in a second is one sum over all of its turns: the next one begins when its rate allows. */
function rested({ health, nextAt, endpoint }: Turn): EndpointHealth {
  const restMs = nextAt - performance.now();
  if (endpoint.row.ratePerS === null || restMs <= 0) return health;
  const times = [Date.now() + restMs, health.notBefore?.getTime() ?? 0];
  return { ...health, notBefore: new Date(Math.max(...times)) };
}

async function giveBack({ release, onNews, log }: TurnDeps, turn: Turn): Promise<void> {
  const { row } = turn.endpoint;
  crashPoint('notify.beforeRelease');
  const isOwn = await release({
    ...{ id: row.id, epoch: row.epoch, leaseUntil: row.leaseUntil },
    ...{ health: rested(turn), ended: turn.ended, off: turn.off },
  });
  crashPoint('notify.afterRelease');
  if (!isOwn) log.warn({ endpoint: row.uuid }, 'the lease of an endpoint has passed on');
  else if (turn.news !== null) onNews(row, turn.news, turn.off);
}

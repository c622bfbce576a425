import { ORDER_EVENT_TYPES } from '@payserver/shared/domain/notify/event-types';
import fc from 'fast-check';
import { MOODS, type Mood, startBackOffice } from './back-office.ts';
import { IN_FLIGHT, type Office, type OfficeSettings } from './office.ts';
import type { Command } from './pay-commands.ts';
import { expectCode, type Model, pick, type Real } from './world.ts';

const MOST_OFFICES = 2;
// Longer than an attempt may hang in the model, also on a machine that is busy with twenty sequences.
const TIMEOUT_MS = 8_000;
/** So long a worker may sign with what it knew before a rotation, and a little more. */
const SIGNED_BEFORE_MS = 4_000;
const LONG_AGO = '2020-01-01 00:00:00';

class OpenOffice implements Command {
  readonly #settings: OfficeSettings;
  constructor(settings: OfficeSettings) {
    this.#settings = settings;
  }
  check = (model: Readonly<Model>) => model.offices.length < MOST_OFFICES;
  toString = () => {
    const { types, signing, isShort } = this.#settings;
    return `openOffice([${types.join()}], ${signing}, ${isShort ? 'short' : 'default'})`;
  };
  async run(model: Model, real: Real): Promise<void> {
    const { types, signing, isShort } = this.#settings;
    const killsBefore = real.restarts.kills();
    const receiver = await startBackOffice([]);
    const answer = await real.client.post('/notifyEndpoints', {
      ...{ url: receiver.url, types, signing, timeoutMs: TIMEOUT_MS, maxInFlight: IN_FLIGHT },
      ...(isShort && { schedule: 'custom', customSchedule: [1] }),
    });
    expectCode({ ...answer, status: answer.status === 201 ? 200 : answer.status }, [200]);
    receiver.secrets.push(answer.body.secret);
    const { rows } = await real.db.pool.query<{ now: number }>(
      `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`,
    );
    const state = { needsReplay: isShort, mayRefuse: false, rotatedAt: null, saysNow: false };
    const { uuid } = answer.body;
    const since = Math.ceil(rows[0]?.now ?? 0);
    model.offices.push({
      ...{ uuid, settings: this.#settings, receiver, since, killsBefore, ...state },
    });
  }
}

/** What is done to one of the offices. */
abstract class OfOffice implements Command {
  readonly #by: number;
  constructor(by: number) {
    this.#by = by;
  }
  check = (model: Readonly<Model>) => model.offices.length > 0;
  abstract act(office: Office, real: Real): Promise<void>;
  abstract readonly name: string;
  toString = () => `${this.name}(${this.#by})`;
  async run(model: Model, real: Real): Promise<void> {
    await this.act(pick(model.offices, this.#by), real);
  }
}

class Become extends OfOffice {
  readonly name: string;
  readonly #mood: Mood;
  constructor(by: number, mood: Mood) {
    super(by);
    this.#mood = mood;
    this.name = `become-${mood}`;
  }
  async act(office: Office): Promise<void> {
    // It is switched off then, and nobody sends again what it misses until it is asked for.
    if (this.#mood === 'gone') office.needsReplay = true;
    await office.receiver.become(this.#mood);
  }
}

class Rotate extends OfOffice {
  readonly name: string;
  readonly #isLeaked: boolean;
  constructor(by: number, isLeaked: boolean) {
    super(by);
    this.#isLeaked = isLeaked;
    this.name = isLeaked ? 'rotateLeaked' : 'rotate';
  }
  async act(office: Office, { client }: Real): Promise<void> {
    const isSoonAgain = performance.now() - (office.rotatedAt ?? -Infinity) < SIGNED_BEFORE_MS;
    if (this.#isLeaked || isSoonAgain) office.mayRefuse = true;
    office.rotatedAt = performance.now();
    const body = this.#isLeaked ? { overlapHours: 0 } : {};
    const answer = await client.post(`/notifyEndpoints/${office.uuid}/rotateSecret`, body);
    expectCode(answer, [200]);
    const { secrets } = office.receiver;
    secrets.unshift(answer.body.secret);
    // Two of them sign, and after a leak one.
    secrets.splice(this.#isLeaked ? 1 : 2);
  }
}

class Pause extends OfOffice {
  readonly name: string;
  readonly #status: 'on' | 'paused';
  constructor(by: number, status: 'on' | 'paused') {
    super(by);
    this.#status = status;
    this.name = status === 'on' ? 'resume' : 'pause';
  }
  async act({ uuid }: Office, { client }: Real): Promise<void> {
    const answer = await client.post(`/notifyEndpoints/${uuid}`, { status: this.#status });
    expectCode(answer, [200, 9007]);
  }
}

class ReplayOne extends OfOffice {
  readonly name = 'replayOne';
  readonly #at: number;
  constructor(by: number, at: number) {
    super(by);
    this.#at = at;
  }
  async act({ uuid }: Office, { client }: Real): Promise<void> {
    const { items } = (await client.get(`/notifyDeliveries?notifyEndpointUUID=${uuid}`)).body;
    if (items.length === 0) return;
    const { uuid: id } = pick<{ uuid: string }>(items, this.#at);
    expectCode(await client.post(`/notifyDeliveries/${id}/replay`, {}), [200, 9007]);
  }
}

type Only = 'failed' | 'missing' | 'all';
type State = 'asOfThen' | 'asOfNow';

class ReplayMany extends OfOffice {
  readonly name: string;
  readonly #wish: { readonly only: Only; readonly state: State };
  constructor(by: number, only: Only, state: State) {
    super(by);
    this.#wish = { only, state };
    this.name = `replay-${only}-${state}`;
  }
  async act(office: Office, { client }: Real): Promise<void> {
    if (this.#wish.state === 'asOfNow') office.saysNow = true;
    const wish = { ...this.#wish, from: LONG_AGO };
    const answer = await client.post(`/notifyEndpoints/${office.uuid}/replays`, wish);
    expectCode(answer, [200, 9004, 9007]);
  }
}

class TestMessage extends OfOffice {
  readonly name = 'testMessage';
  async act({ uuid }: Office, { client }: Real): Promise<void> {
    expectCode(await client.post(`/notifyEndpoints/${uuid}/test`, {}), [200, 9007]);
  }
}

const by = fc.nat(1_000);
const settings: fc.Arbitrary<OfficeSettings> = fc.record({
  types: fc.oneof(fc.constant([]), fc.subarray([...ORDER_EVENT_TYPES], { minLength: 3 })),
  signing: fc.constantFrom('v1', 'both'),
  isShort: fc.boolean(),
});

/** What happens at the back offices of a merchant that hears of its orders. */
export function officeCommands(): fc.Arbitrary<Command>[] {
  const open = settings.map((one) => new OpenOffice(one));
  const become = fc.tuple(by, fc.constantFrom(...MOODS)).map((one) => new Become(...one));
  const only = fc.constantFrom<Only>('failed', 'missing', 'all');
  const state = fc.constantFrom<State>('asOfThen', 'asOfNow');
  return [
    // Early: it can hear only of what happens afterwards.
    ...[open, open, open, open, open, become, become],
    fc.tuple(by, fc.boolean()).map((one) => new Rotate(...one)),
    fc.tuple(by, fc.constantFrom<'on' | 'paused'>('on', 'paused')).map((one) => new Pause(...one)),
    fc.tuple(by, by).map((one) => new ReplayOne(...one)),
    fc.tuple(by, only, state).map((one) => new ReplayMany(...one)),
    by.map((one) => new TestMessage(one)),
  ];
}

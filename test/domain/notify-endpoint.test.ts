import {
  type AttemptFacts,
  afterAttempt,
  ENDPOINT_LIMITS,
  type EndpointHealth,
  inFlightLimit,
  probeWaitMs,
} from '@payserver/shared/domain/notify/endpoint-state';
import { judgePost, readRetryAfter } from '@payserver/shared/domain/notify/judge';
import { RETRY_SCHEDULES, retryDelayMs } from '@payserver/shared/domain/notify/retries';
import { describe, expect, test } from 'vitest';

const NEW: EndpointHealth = {
  lane: 'fast',
  failingSince: null,
  lastOkAt: null,
  notBefore: null,
  ewmaMs: 0,
  failures: 0,
  oks: 0,
  exhausted: 0,
  windowAt: null,
  windowOk: 0,
  windowFailed: 0,
};
const START = Date.parse('2026-11-29T00:00:00Z');
const SECOND = 1_000;
const DAY = 86_400_000;

function facts(over: Partial<AttemptFacts> = {}, atMs = 0): AttemptFacts {
  const at = new Date(START + atMs);
  return { ok: true, at, durationMs: 20, isGone: false, isExhausted: false, busyMs: null, ...over };
}

/** The endpoint after these attempts, one each second. */
function after(attempts: readonly Partial<AttemptFacts>[], first: EndpointHealth = NEW) {
  let health = first;
  const news: string[] = [];
  let off: string | null = null;
  for (const [at, attempt] of attempts.entries()) {
    const done = afterAttempt(health, facts(attempt, at * SECOND));
    health = done.health;
    if (done.news !== null) news.push(done.news);
    off ??= done.off;
  }
  return { health, news, off };
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const FAILS = { ok: false };

describe('an endpoint', () => {
  test('goes to the slow lane after three failures in a row, and back after twenty successes', () => {
    expect(after(times(2, FAILS)).health.lane).toBe('fast');
    const slow = after(times(3, FAILS)).health;
    expect(slow.lane).toBe('slow');
    expect(after(times(19, {}), slow).health.lane).toBe('slow');
    expect(after(times(20, {}), slow).health.lane).toBe('fast');
  });

  test('goes there too when it is slow', () => {
    expect(after(times(3, { durationMs: 2_500 })).health.lane).toBe('slow');
    expect(after(times(30, { durationMs: 300 })).health.lane).toBe('fast');
  });

  test('fails after twenty failures in a row, or half of twenty, and recovers', () => {
    expect(after(times(19, FAILS)).news).toEqual([]);
    expect(after(times(20, FAILS)).news).toEqual(['failing']);
    const half = Array.from({ length: 20 }, (_, at) => ({ ok: at % 2 === 0 }));
    expect(after(half).news).toEqual(['failing']);
    const failing = after(times(20, FAILS)).health;
    expect(after(times(4, {}), failing).news).toEqual([]);
    expect(after(times(20, {}), failing).news).toEqual(['recovered']);
    const calm = afterAttempt(failing, facts({}, 10 * 60 * SECOND));
    expect([calm.news, calm.health.failingSince]).toEqual(['recovered', null]);
  });

  test('is probed by one message at a time, ever more rarely', () => {
    expect([0, 2, 3, 4, 5, 30].map(probeWaitMs)).toEqual([0, 0, 3_000, 6_000, 12_000, 300_000]);
    expect(inFlightLimit({ failures: 3, oks: 0 }, 8)).toBe(1);
    expect([0, 1, 2, 3, 9].map((oks) => inFlightLimit({ failures: 0, oks }, 8))).toEqual([
      1, 2, 4, 8, 8,
    ]);
  });

  test('is switched off by 410, by ten deliveries without an attempt left, by five days of failures', () => {
    expect(after([{ ok: false, isGone: true }]).off).toBe('it answered 410');
    expect(after(times(9, { ok: false, isExhausted: true })).off).toBeNull();
    expect(after(times(10, { ok: false, isExhausted: true })).off).not.toBeNull();
    const failing = after(times(ENDPOINT_LIMITS.offAttempts, FAILS)).health;
    const at = (ms: number, health: EndpointHealth) => afterAttempt(health, facts(FAILS, ms)).off;
    expect(at(4 * DAY, failing)).toBeNull();
    expect(at(5 * DAY + 60 * SECOND, failing)).toBe('nothing but failures for 5 days');
    const once = { ...failing, lastOkAt: new Date(START + DAY) };
    expect(at(5 * DAY + 60 * SECOND, once)).toBeNull();
  });

  test('that asks for less is left alone for so long', () => {
    const { notBefore } = after([{ ok: false, busyMs: 7_000 }]).health;
    expect(notBefore).toEqual(new Date(START + 7_000));
    expect(after([{ ok: false, busyMs: 7_000 }, {}]).health.notBefore).toBeNull();
  });
});

describe('retries', () => {
  const rule = { schedule: 'default', customSchedule: [] };
  const delay = (attempts: number, retryAfterMs: number | null = null, random = 0) =>
    retryDelayMs(rule, { attempts, retryAfterMs, random });

  test('follow the schedule for some three days, with jitter downwards only', () => {
    const whole = RETRY_SCHEDULES.default.reduce<number>((sum, wait) => sum + wait, 0);
    expect(whole / 3_600_000).toBeCloseTo(71.7, 1);
    expect(RETRY_SCHEDULES.default.length).toBe(14);
    expect([delay(1), delay(2), delay(13), delay(14)]).toEqual([3_000, 10_000, 86_400_000, null]);
    expect(delay(2, null, 1)).toBe(8_500);
  });

  test('heed Retry-After up to twice the schedule', () => {
    expect([delay(2, 1_000), delay(2, 15_000), delay(2, 60_000)]).toEqual([10_000, 15_000, 20_000]);
  });

  test('of a custom schedule are its own', () => {
    const custom = { schedule: 'custom', customSchedule: [1, 2] };
    const of = (attempts: number) =>
      retryDelayMs(custom, { attempts, retryAfterMs: null, random: 0 });
    expect([of(1), of(2), of(3)]).toEqual([1_000, 2_000, null]);
  });

  test.each([
    ['120', 120_000],
    [new Date(START + 5_000).toUTCString(), 5_000],
    ['soon', null],
    [null, null],
  ])('Retry-After %s', (text, ms) => {
    expect(readRetryAfter(text, START)).toBe(ms);
  });
});

describe('an answer', () => {
  const answered = (httpStatus: number, body = '') => ({
    ...{ failure: null, stood: true, httpStatus, body },
  });
  test.each([
    ['2xx', answered(204), 'ok'],
    ['2xx', answered(301), 'status'],
    ['2xx', answered(500), 'status'],
    ['success', answered(200, 'SUCCESS'), 'ok'],
    ['success', answered(200, ' success\n'), 'ok'],
    ['success', answered(200, '{"code":"SUCCESS"}'), 'ok'],
    ['success', answered(200, 'Success'), 'body'],
    ['success', answered(200, 'fail'), 'body'],
    ['success', answered(200, '{"code":"FAIL"}'), 'body'],
    ['success', answered(500, 'SUCCESS'), 'status'],
  ])('with ack %s: %j is %s', (ack, posted, phase) => {
    expect(judgePost(ack, posted).phase).toBe(phase);
  });

  test.each([
    ['ENOTFOUND', false, 'dns'],
    ['ECONNREFUSED', false, 'connect'],
    ['CERT_HAS_EXPIRED', false, 'tls'],
    ['leads to a metadata service', false, 'refused'],
    ['ETIMEDOUT', true, 'sent'],
  ])('that did not come (%s) says how far the message came', (failure, stood, phase) => {
    expect(judgePost('2xx', { failure, stood, httpStatus: null, body: '' }).phase).toBe(phase);
  });
});

import { expect, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import {
  fieldsOf,
  missingOf,
  newFields,
  settingsOf,
} from '../../apps/console/src/screens/notify/endpoint-form.ts';
import { reasonOf } from '../../apps/console/src/screens/notify/endpoint-reason.ts';
import {
  NO_REPLAY,
  replayBody,
  replayTypes,
  timeTrouble,
} from '../../apps/console/src/screens/notify/replay-body.ts';

test.each([
  ['https://shop.example/hook', false],
  ['http://127.0.0.1:8080/hook ', false],
  ['shop.example/hook', true],
  ['javascript:alert(1)', true],
  ['https://', true],
  ['', true],
])('the URL %j is wrong: %s', (url, isWrong) => {
  expect(missingOf({ ...newFields('m1'), url }).url).toBe(isWrong);
});

test('an endpoint needs a merchant; what is sent has no blanks around it', () => {
  expect(missingOf({ ...newFields(' '), url: 'https://a.example' }).merchant).toBe(true);
  const fields = { ...newFields('m1'), url: ' https://a.example ', name: ' till ' };
  expect(settingsOf(fields)).toEqual({
    url: 'https://a.example',
    name: 'till',
    types: [],
    format: 'standard',
  });
  type Endpoint = Parameters<typeof fieldsOf>[0];
  const endpoint = { ...fields, types: ['payment.failed'], format: 'cn', waiting: 7 };
  expect(fieldsOf(endpoint as unknown as Endpoint)).toEqual({
    ...fields,
    types: ['payment.failed'],
    format: 'cn',
  });
});

test('the times of a replay: a start is needed, an end is not, and it is not before the start', () => {
  expect(timeTrouble({ from: '', to: '' })).toBe('fromMissing');
  expect(timeTrouble({ from: '2026-11-28T10:00', to: '' })).toBeNull();
  expect(timeTrouble({ from: '2026-11-28T10:00', to: '2026-11-28T10:00' })).toBeNull();
  expect(timeTrouble({ from: '2026-11-28T10:00', to: '2026-11-28T09:59' })).toBe('backwards');
});

test('a replay is asked for with whole minutes, and without an end where there is none', () => {
  const fields = { ...NO_REPLAY, from: '2026-11-28T10:00', to: '2026-11-28T11:30' };
  const usual = { types: [], only: 'failed', state: 'asOfThen' };
  expect(replayBody(fields)).toEqual({
    from: '2026-11-28 10:00:00',
    to: '2026-11-28 11:30:59',
    ...usual,
  });
  expect(replayBody({ ...fields, to: '' })).toEqual({ from: '2026-11-28 10:00:00', ...usual });
});

test('only events of orders are sent again, of the types that the endpoint gets', () => {
  const all = replayTypes({ types: [] });
  expect(all).toContain('exception.resolved');
  expect(all.filter((type) => /^(?:endpoint|daily)/.test(type))).toEqual([]);
  expect(replayTypes({ types: ['endpoint.test', 'refund.failed'] })).toEqual(['refund.failed']);
});

test('why nothing arrives is said in words; a reason that is new is shown as it is', () => {
  const off = (offReason: string) =>
    reasonOf(en, { status: 'off', offReason, failingSince: '2026-11-28 10:00:00' });
  expect(off('it answered 410')).toBe(en.notify.offReason.gone);
  expect(off('10 events without an attempt left')).toBe(en.notify.offReason.exhausted);
  expect(off('nothing but failures for 5 days')).toBe(en.notify.offReason.failures);
  expect(off('the moon')).toBe('the moon');
  const on = { status: 'on', offReason: null, failingSince: null } as const;
  expect(reasonOf(en, on)).toBeNull();
  expect(reasonOf(en, { ...on, failingSince: '2026-11-28 10:00:00' })).toContain('2026-11-28');
  expect(reasonOf(en, { ...on, status: 'paused' })).toBe(en.notify.pausedHelp);
});

import { type WokenPay, wakeSignal } from '@payserver/shared/store/wake-signal';
import { expect, test } from 'vitest';

test.each([
  ['["t-1","uuid","17"]', [{ connectorKey: 't-1', uuid: 'uuid', tractionNo: '17' }]],
  ['', []],
  ['[]', []],
  ['null', []],
  ['{"uuid":"u"}', []],
  ['[1,"uuid","17"]', []],
  ['["a:b","uuid","17"]', []],
  ['["t-1","uuid"]', []],
])('a signal that says %j wakes nothing but what it names', (payload, woken) => {
  const heard: WokenPay[] = [];
  const { onSignal } = wakeSignal('postgres://host/db', (pay) => heard.push(pay));
  onSignal(payload);
  expect(heard).toEqual(woken);
});

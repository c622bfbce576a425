import type { PayOrder, SearchAnswer } from '@payserver/client';
import { expect, test } from 'vitest';
import { safeReturn } from '../../apps/console/src/app/search-params.ts';
import { chooseLanguage } from '../../apps/console/src/i18n/language.ts';
import { NO_SEQUENCE, type Pressed, pressKey } from '../../apps/console/src/keys/sequence.ts';
import { auditLink, isRefusal } from '../../apps/console/src/screens/audit/audit-link.ts';
import { exactHit } from '../../apps/console/src/screens/search/single-hit.ts';
import { isWindow } from '../../apps/console/src/screens/search/window.ts';

test.each(['/payments?status=paying', '/payments/0355Vp1ttOch22PXRW7omt', '/'])(
  'after log-in %s is opened',
  (to) => {
    expect(safeReturn(to)).toBe(to);
  },
);

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/login?to=/login',
  'payments',
  '',
  undefined,
  7,
])('after log-in %s is never opened, the start is', (to) => {
  expect(safeReturn(to)).toBe('/');
});

test('the language that was chosen is shown, else the first of the browser that there is', () => {
  expect(chooseLanguage('en', ['zh-CN'])).toBe('en');
  expect(chooseLanguage(null, ['zh-Hant-TW', 'en'])).toBe('zh');
  expect(chooseLanguage(null, ['fr', 'zh'])).toBe('zh');
  expect(chooseLanguage(null, ['fr', 'en-GB', 'zh'])).toBe('en');
  expect(chooseLanguage('xx', [])).toBe('en');
});

function press(...keys: readonly (string | Partial<Pressed>)[]): (string | null)[] {
  let sequence = NO_SEQUENCE;
  return keys.map((key, index) => {
    const pressed = typeof key === 'string' ? { key } : key;
    const usual = { key: 'g', atMs: index * 100, isModified: false, isTyping: false };
    const { shortcut, next } = pressKey(sequence, { ...usual, ...pressed });
    sequence = next;
    return shortcut;
  });
}

test('a key is a shortcut, g and a key are one', () => {
  expect(press('j', 'g', 'p', 'p')).toEqual(['j', null, 'g p', 'p']);
});

test('a g is forgotten after a while, and by any key that is not typed as a letter', () => {
  expect(press('g', { key: 'p', atMs: 5_000 })).toEqual([null, 'p']);
  expect(press('g', 'Escape', 'p')).toEqual([null, null, 'p']);
});

test('keys in fields, and those of the browser, are no shortcuts', () => {
  expect(press({ key: 'j', isTyping: true }, { key: 'r', isModified: true }, 'Tab')).toEqual([
    null,
    null,
    null,
  ]);
});

test('a window of the search by amount has two ends, in order, at most seven days apart', () => {
  const day = 86_400_000;
  expect(isWindow(0, 7 * day)).toBe(true);
  expect(isWindow(0, 7 * day + 1)).toBe(false);
  expect(isWindow(day, day)).toBe(false);
  expect(isWindow(day, 0)).toBe(false);
  expect(isWindow(null, day)).toBe(false);
});

test('an audit record leads to the order that it is about, and nowhere else', () => {
  expect(auditLink({ action: 'POST /payOrders/:uuid/settle', target: 'a' })).toEqual({
    to: '/payments/$uuid',
    uuid: 'a',
  });
  expect(auditLink({ action: 'POST /refundOrders/:uuid/ask', target: 'b' })).toEqual({
    to: '/refunds/$uuid',
    uuid: 'b',
  });
  expect(auditLink({ action: 'POST /notifyEndpoints/:uuid/test', target: 'e' })).toEqual({
    to: '/endpoints/$uuid',
    uuid: 'e',
  });
  expect(auditLink({ action: 'POST /notifyDeliveries/:uuid/replay', target: '7' })).toEqual({
    to: '/deliveries/$uuid',
    uuid: '7',
  });
  expect(auditLink({ action: 'POST /notifyEndpoints/:uuid/delete', target: 'e' })).toBeNull();
  expect(auditLink({ action: 'POST /payModes', target: 'c' })).toBeNull();
  expect(auditLink({ action: 'POST /payOrders/:uuid/settle', target: null })).toBeNull();
});

test('a code is a refusal, a word is not', () => {
  expect(['9403', 'done', ''].map(isRefusal)).toEqual([true, false, false]);
});

test('a whole number of one order opens it; a beginning, or one of several, shows what was found', () => {
  const order = { uuid: 'u1', clientPayNo: 'A-100', tractionNo: '1795' } as PayOrder;
  const found = { kind: 'payOrder', matchedBy: 'clientPayNo', order } as const;
  const answer = { items: [found], searchedBy: [], more: false } satisfies SearchAnswer;
  expect(exactHit(answer, ' a-100'.toUpperCase())).toBe(found);
  expect(exactHit(answer, 'Ａ-100\r\n')).toBe(found);
  expect(exactHit(answer, 'A-10')).toBeNull();
  expect(exactHit({ ...answer, more: true }, 'A-100')).toBeNull();
  expect(exactHit({ ...answer, items: [found, found] }, 'A-100')).toBeNull();
  expect(exactHit({ ...answer, items: [] }, 'A-100')).toBeNull();
});

import { omit, pick } from '@payserver/shared/runtime/pick';
import { expect, test } from 'vitest';

const ROW = Object.freeze({ id: 1, name: 'cash', secret: 'hidden', iconHref: null });

test('picks the fields that the pattern names, in the order that they have, and leaves the object as it is', () => {
  const picked = pick(ROW, { iconHref: {}, id: {} });
  expect(picked).toEqual({ id: 1, iconHref: null });
  expect(Object.keys(picked)).toEqual(['id', 'iconHref']);
  expect(ROW).toHaveProperty('secret');
});

test('what is absent stays absent: it is not undefined', () => {
  const body: { readonly isOpened?: number; readonly uiOrder?: number } = { uiOrder: 3 };
  expect(Object.keys(pick(body, { isOpened: {}, uiOrder: {} }))).toEqual(['uiOrder']);
});

test('only the own names of the pattern count', () => {
  const odd = { toString: 1, id: 2 };
  const like: { readonly id: unknown } = { id: {} };
  expect(Object.keys(pick(odd, like))).toEqual(['id']);
});

test('leaves out the fields that are named, and leaves the object as it is', () => {
  const rest = omit(ROW, 'secret', 'id');
  expect(rest).toEqual({ name: 'cash', iconHref: null });
  expect(Object.keys(rest)).toEqual(['name', 'iconHref']);
  expect(ROW).toHaveProperty('secret');
});

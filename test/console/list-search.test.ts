import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearch, writeSearch } from '../../apps/console/src/app/search-params.ts';
import {
  cursorOf,
  type FilterField,
  fromInputTime,
  type ListShape,
  readListSearch,
  toInputTime,
  toQuery,
  withColumns,
  withFilter,
  withOrder,
  withoutFilters,
} from '../../apps/console/src/lists/list-search.ts';

const STATUS: FilterField = { kind: 'choice', name: 'status', choices: ['paying', 'payed'] };
const CREATED: FilterField = { kind: 'period', name: 'created' };
const REVIEW: FilterField = { kind: 'flag', name: 'needsReview' };
const NUMBER: FilterField = { kind: 'text', name: 'clientPayNo' };

const SHAPE: ListShape = {
  fields: [STATUS, CREATED, REVIEW, NUMBER],
  columns: ['tractionNo', 'amount', 'status'],
};

function queryOf(search: string): Record<string, string> {
  return toQuery(readListSearch(SHAPE, parseSearch(search)));
}

test('the URL is the filter that the API is asked for', () => {
  expect(
    queryOf(
      '?status=paying&createdFrom=2026-11-28+00:00:00&needsReview=1&clientPayNo=A%261&cols=amount',
    ),
  ).toEqual({
    orderBy: 'createdAt desc',
    status: 'paying',
    createdFrom: '2026-11-28 00:00:00',
    needsReview: '1',
    clientPayNo: 'A&1',
  });
});

test.each([
  '?status=stolen',
  '?needsReview=0',
  '?createdFrom=yesterday',
  '?clientPayNo=',
  `?clientPayNo=${'9'.repeat(201)}`,
  '?limit=1000000&offset=5&cursor=x&merchantUUID=other',
  '?__proto__=1&constructor=2',
  '?orderBy=amount',
])('what is no filter of this list is left out: %s', (search) => {
  expect(queryOf(search)).toEqual({ orderBy: 'createdAt desc' });
});

test('of a param that comes twice the first counts, whatever a link adds', () => {
  expect(queryOf('?status=paying&status=payed')).toMatchObject({ status: 'paying' });
});

test('a filter that is set is in the URL, beside everything else; the same one removed is not', () => {
  const params = { cols: 'amount', clientPayNo: 'A1' };
  const set = withFilter(params, STATUS, { status: 'payed' });
  expect(set).toEqual({ cols: 'amount', clientPayNo: 'A1', status: 'payed' });
  expect(withFilter(set, STATUS, null)).toEqual(params);
  expect(withoutFilters(set, SHAPE)).toEqual({ cols: 'amount' });
});

test('a period is one filter of two params, and either end can be open', () => {
  const both = { createdFrom: '2026-11-28 00:00:00', createdTo: '2026-11-28 23:59:59' };
  const set = withFilter({}, CREATED, both);
  expect(set).toEqual(both);
  const open = { createdFrom: '2026-11-01 00:00:00', createdTo: '' };
  expect(withFilter(set, CREATED, open)).toEqual({ createdFrom: open.createdFrom });
});

test('blanks around a pasted number are not part of it', () => {
  expect(withFilter({}, NUMBER, { clientPayNo: ' A1\n' })).toEqual({ clientPayNo: 'A1' });
  expect(withFilter({}, NUMBER, { clientPayNo: '  ' })).toEqual({});
});

test("columns have the list's order, the usual ones need no word in the URL", () => {
  const usual = ['tractionNo', 'amount'];
  expect(readListSearch(SHAPE, { cols: 'status,tractionNo,nothing' }).columns).toEqual([
    'tractionNo',
    'status',
  ]);
  expect(readListSearch(SHAPE, { cols: 'nothing' }).columns).toBeNull();
  expect(withColumns({ status: 'payed' }, ['tractionNo', 'status'], usual)).toEqual({
    status: 'payed',
    cols: 'tractionNo,status',
  });
  expect(withColumns({ cols: 'status' }, ['amount', 'tractionNo'], usual)).toEqual({});
});

test('the order turns, and says so', () => {
  const turned = withOrder({}, true);
  expect(readListSearch(SHAPE, turned).isOldestFirst).toBe(true);
  expect(readListSearch(SHAPE, withOrder(turned, false)).isOldestFirst).toBe(false);
});

test('the next page is the cursor of the link, on the last there is none', () => {
  expect(cursorOf('http://gateway/api/v1.0.0/payOrders?limit=50&cursor=WyJj%2B')).toBe('WyJj+');
  expect(cursorOf('http://gateway/api/v1.0.0/payOrders?limit=50')).toBeNull();
  expect(cursorOf(undefined)).toBeNull();
});

test('a moment in a field of the browser is the same moment of the API, to the minute', () => {
  expect(toInputTime('2026-11-28 16:02:47')).toBe('2026-11-28T16:02');
  expect(fromInputTime('2026-11-28T16:02', '59')).toBe('2026-11-28 16:02:59');
  expect(fromInputTime('2026-11-28T16:02:07', '00')).toBe('2026-11-28 16:02:07');
  expect(fromInputTime('', '00')).toBe('');
});

test('params that are written are read again, whatever is in them', () => {
  const name = fc.string({ minLength: 1 }).filter((one) => one !== '__proto__');
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ minLength: 1 }), { maxKeys: 5 }), (params) => {
      expect({ ...parseSearch(writeSearch(params)) }).toEqual({ ...params });
    }),
  );
});

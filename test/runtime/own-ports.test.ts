import { ownPortsOf } from '@payserver/shared/runtime/connector-allow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const port = fc.integer({ min: 1, max: 65_535 });
const portsOf = (DATABASE_URL: string, REDIS_URL: string) =>
  ownPortsOf({ PORT: 6009, DATABASE_URL, REDIS_URL });

describe("the gateway's own ports", () => {
  test('are those of the API, the database and Redis', () => {
    fc.assert(
      fc.property(port, port, port, (PORT, db, redis) => {
        const DATABASE_URL = `postgresql://u:p@db.test:${db}/pay`;
        const REDIS_URL = `rediss://:p@cache.test:${redis}/0`;
        const ports = ownPortsOf({ PORT, DATABASE_URL, REDIS_URL });
        expect(new Set(ports)).toEqual(new Set([PORT, db, redis]));
      }),
    );
  });

  test.each([
    ['postgres://db.test/pay', 5432],
    ['postgresql://u:p@[::1]/pay', 5432],
  ])('are the default ones where %s names none', (url, expected) => {
    expect(portsOf(url, '')).toEqual([6009, expected]);
  });

  test.each(['redis://cache.test', 'rediss://:p@cache.test/0'])(
    'are the default ones where %s names none',
    (url) => {
      expect(portsOf('', url)).toEqual([6009, 6379]);
    },
  );

  test('are only the one of the API when neither is set', () => {
    expect(portsOf('', '')).toEqual([6009]);
  });

  test('include the database port that is a query parameter, as the PostgreSQL client reads it', () => {
    expect(portsOf('postgresql://db.test/pay?port=5433', '')).toContain(5433);
    expect(portsOf('postgresql:///pay?host=db.test&port=5433', '')).toContain(5433);
  });
});

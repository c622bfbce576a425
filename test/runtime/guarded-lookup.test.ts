import { createConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { createGuardedLookup } from '@payserver/shared/runtime/guarded-lookup';
import { expect, test } from 'vitest';

/** What a connection to this URL resolves the name `localhost` to, which leads to this machine. */
async function resolve(spec: string, url: string): Promise<string> {
  const lookup = createGuardedLookup(createConnectorAllow(spec, [5432]), new URL(url));
  return await new Promise((done) => {
    lookup('localhost', {}, (error, address) => done(error?.message ?? JSON.stringify(address)));
  });
}

test('a name that leads where connectors may live is connected to', async () => {
  expect(await resolve('', 'http://localhost:6010')).toMatch(/^"(127\.0\.0\.1|::1)"$/);
});

test.each([
  ['where nobody may', { spec: '203.0.113.0/24:*', url: 'http://localhost:6010' }, /not in CONN/],
  ['to another port', { spec: '127.0.0.0/8:1,[::1/128]:1', url: 'http://localhost' }, /:80 is not/],
  [
    'to our database, though its origin is allowed',
    { spec: 'http://localhost:5432', url: 'http://localhost:5432' },
    /gateway itself/,
  ],
])(
  'a name that leads %s is never connected to, whatever it was before',
  async (_what, rule, why) => {
    expect(await resolve(rule.spec, rule.url)).toMatch(why);
  },
);

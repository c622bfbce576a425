import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { RULES } from '@payserver/accounts/books/verify-rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, startBooksServer } from '../support/books.ts';
import { inParallel } from '../support/in-parallel.ts';
import { openPlainClient, runSql } from '../support/sql.ts';
import { FAULTS, fillBooks, planted } from './planted-faults.ts';

const PROGRAM = fileURLToPath(
  new URL('../../connectors/accounts/dist/bundle/main.mjs', import.meta.url),
);
/** A start takes its time. */
const AT_ONCE = 2;

let server: Awaited<ReturnType<typeof startBooksServer>>;
beforeAll(async () => {
  server = await startBooksServer();
  const url = await newDatabase('sound');
  const books = await openTestBooks(url);
  await fillBooks(books);
  await books.stop();
});
afterAll(async () => await server.stop());

async function newDatabase(name: string, template = 'template1'): Promise<string> {
  await runSql(server.url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** What it wrote to stdout and stderr, and its exit code. */
interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs what `npm run check:accounts` runs, in the build, away from anybody's .env. */
async function check(databaseUrl: string, ...more: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl };
  return await new Promise((resolve) => {
    const options = { cwd: tmpdir(), env };
    execFile(process.execPath, [PROGRAM, 'check', ...more], options, (error, output, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), output, errors });
    });
  });
}

const lastLine = (output: string) => output.trimEnd().split('\n').at(-1);

test('npm run check:accounts finds nothing in sound books, and changes nothing', async () => {
  const { code, output } = await check(await newDatabase('untouched', 'sound'));
  expect([code, output]).toEqual([0, '0 rules broken\n']);
});

async function checkFault(at: number, sql: string) {
  const url = await newDatabase(`fault_${at}`, 'sound');
  const client = await openPlainClient(url);
  await client.query(`${planted(sql)}; COMMIT`);
  await client.end();
  return await check(url);
}

test('it says which rule each planted fault breaks, and exits with 1', async () => {
  const said = await inParallel(AT_ONCE, FAULTS.length, async (at) => {
    const [rule = '', sql = ''] = FAULTS[at] ?? [];
    const { code, output } = await checkFault(at, sql);
    const isNamed = output.split('\n').some((line) => line.startsWith(`BREACH ${rule}: `));
    const isCounted = /^[1-9]\d* rules broken$/.test(lastLine(output) ?? '');
    return code === 1 && isNamed && isCounted ? null : `${rule}: ${code}\n${output}`;
  });
  expect(said.filter((problem) => problem !== null)).toEqual([]);
  expect(new Set(FAULTS.map(([rule]) => rule)).size).toBe(RULES.length);
});

test.each([
  ['nothing listens', 'postgresql://postgres@127.0.0.1:1/postgres'],
  ['there is no such database', null],
  ['it is no URL', 'nonsense'],
])('where %s, it says so in one line and does not exit with 0', async (_why, given) => {
  const missing = new URL(server.url);
  missing.pathname = '/nowhere';
  const { code, output, errors } = await check(given ?? missing.href);
  expect([code, output]).toEqual([1, '']);
  expect(errors).toMatch(/^accounts: [^\n]+\n$/);
});

test('an empty database is no sound book', async () => {
  const { code, output, errors } = await check(await newDatabase('empty_one'));
  expect([code, output]).toEqual([1, '']);
  expect(errors).toMatch(/^accounts: [^\n]+\n$/);
});

test.each([
  ['an option that it does not know', ['--fix']],
  ['a day that is none', ['--day', 'today']],
  ['a day without a token', ['--day', '2026-11-28']],
  ['a gateway without a day', ['--gateway', 'http://localhost:6009']],
])('%s is refused, and says how it is used', async (_what, options) => {
  const { code, output, errors } = await check(server.url, ...options);
  expect([code, output]).toEqual([1, '']);
  expect(errors).toContain('accounts: usage: npm run check:accounts -- [--day YYYY-MM-DD');
});

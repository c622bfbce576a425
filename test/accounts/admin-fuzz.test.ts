import { openConnection } from '@payserver/accounts/books/connection';
import { verifyBooks } from '@payserver/accounts/books/verify';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAdmin } from '../support/accounts-calls.ts';
import { startOwnAccounts } from '../support/accounts-service.ts';
import { type HttpPool, openHttpPool, type PlainAnswer } from '../support/http-pool.ts';
import { inParallel } from '../support/in-parallel.ts';
import { operationsOf } from '../support/openapi.ts';
import { openTally } from '../support/report.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';
import { dumpMerchant } from './books-dump.ts';
import { type FuzzRequest, fieldsOf, requestsOf } from './fuzz-requests.ts';
import { FUZZED } from './fuzz-values.ts';

const SEED = Number(process.env['BOOKS_FUZZ_SEED'] ?? 20_181_128);
/** Requests in all; the suite sends some thousand. */
const INPUTS = Number(process.env['BOOKS_FUZZ'] ?? 4_000);
const AT_ONCE = 12;
const VICTIM = 'shop-victim';
/** What no caller may see of the inside. */
const INSIDE =
  /node_modules|\.[mc]?[jt]s:\d+|\n\s+at |SELECT |INSERT |violates|relation "|syntax error|jsonb|bigint|PL\/pgSQL/;

const tally = openTally("inputs from the description of the books' admin API");
let service: Awaited<ReturnType<typeof startOwnAccounts>>;
let pool: HttpPool;
let tokens: Readonly<Record<FuzzRequest['caller'], string | null>>;
let before: string[];
let description: Parameters<typeof operationsOf>[0];
beforeAll(async () => {
  service = await startOwnAccounts();
  pool = openHttpPool(service.url, AT_ONCE);
  tokens = { merchant: await merchantToken(FUZZED), operator: await adminToken(), nobody: null };
  const { json } = await callAdmin(service.url, null, { path: '/admin/openapi.json' });
  description = { ...json, webhooks: {} };
  await open(VICTIM);
  await open(FUZZED);
  before = await dumpMerchant(service.databaseUrl, VICTIM);
});
afterAll(async () => {
  await pool.close();
  await service.stop();
});

async function open(merchantUUID: string): Promise<void> {
  const token = await merchantToken(merchantUUID);
  const items = [{ merchandiseUUID: 'wash', count: 50, unitPrice: 10, paidValue: 400 }];
  const writes: readonly (readonly [path: string, body: object])[] = [
    ['holdings', { book: 'signAccount', partyUUID: 'c1', creditLimit: 100_000 }],
    ['signers', { partyUUID: 'c1', personUUID: 'p1' }],
    ['holdings', { book: 'memberBalance', partyUUID: 'm1' }],
    ['holdings', { book: 'memberCount', partyUUID: 'm1' }],
    ['topUps', { partyUUID: 'm1', key: 'first', principal: 5_000, bonus: 500 }],
    ['countTopUps', { partyUUID: 'm1', key: 'counts', items }],
    ['repayments', { partyUUID: 'c1', key: 'first', amount: 5 }],
    ['adjustments', { ...DEBT, partyUUID: 'c1', key: 'first', amount: -2_000_000_000 }],
  ];
  for (const [path, body] of writes) {
    const answer = await callAdmin(service.url, token, { path: `/admin/${path}`, body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  }
}

const DEBT = { book: 'signAccount', account: 'receivable' };

/** How often each operation was answered with each status. */
const answered = new Map<string, Map<number, number>>();

async function problemOf(request: FuzzRequest, at: number): Promise<string | null> {
  const token = tokens[request.caller];
  const authorization = token === null ? [] : [['authorization', `Bearer ${token}`] as const];
  const path = request.path.replace(/[^!-~]/g, encodeURIComponent);
  const answer = await pool.send({
    ...request,
    path,
    headers: [...authorization, ...request.headers],
  });
  if (request.operation.startsWith(`${request.method} `)) {
    const statuses = answered.get(request.operation) ?? new Map<number, number>();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    answered.set(request.operation, statuses);
  }
  const problem = wrongIn(request, answer);
  if (problem === null) return null;
  const said = `${answer.status} ${answer.text.slice(0, 300)}`;
  const body = String(request.body).slice(0, 400);
  return `${problem}: ${said}\nBOOKS_FUZZ_SEED=${SEED}, input ${at}: ${request.method} ${path.slice(0, 300)} ${body}`;
}

/** What is wrong with an answer, or null: an error has the gateway's shape and says nothing of the inside. */
function wrongIn({ method }: FuzzRequest, { status, text }: PlainAnswer): string | null {
  if (status >= 500 && status !== 503) return 'an unexpected error';
  return status < 400 || method === 'HEAD' ? null : wrongError(status, text);
}

function wrongError(status: number, text: string): string | null {
  if (INSIDE.test(text)) return 'shows the inside';
  const json = parsed(text);
  if (json === null) return 'no JSON';
  // Such a URL never reaches the admin API: the server answers it by itself.
  if (/^FST_ERR_(?:BAD_URL|MAX_PARAM_LENGTH)$/.test(String(json['code']))) return null;
  const types = ERROR_FIELDS.map((name) => typeof json[name]).join();
  const isError = types === 'number,string,string,string' && json['statusCode'] === status;
  return isError && json['stack'] === '' ? null : 'not the shape of an error';
}

const ERROR_FIELDS = ['code', 'name', 'message', 'requestId'];

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** By turns wrong in one field, each in its turn, and anything. */
function inputs(): FuzzRequest[] {
  const operations = operationsOf(description);
  const fields = operations.flatMap((one) => fieldsOf(one));
  const any = fc.sample(fc.oneof(...operations.map(requestsOf)), { seed: SEED, numRuns: INPUTS });
  return any.map((request, at) => {
    const [, field] = at % 2 === 1 ? (fields[(at >> 1) % fields.length] ?? []) : [];
    if (field === undefined) return request;
    return fc.sample(field, { seed: SEED + at, numRuns: 1 })[0] ?? request;
  });
}

test('whatever is sent, the answer is one that a caller may see', {
  timeout: 120_000 + INPUTS * 60,
}, async () => {
  const all = inputs();
  const problems = await inParallel(AT_ONCE, all.length, async (at) => {
    const request = all[at];
    return request === undefined ? null : await problemOf(request, at);
  });
  const found = tally.judge(problems);
  expect(found.slice(0, 12).join('\n\n')).toBe('');
});

test('every operation was answered with a success and with a refusal', () => {
  const operations = operationsOf(description).map(({ key }) => key);
  const poor = operations.filter((key) => {
    const statuses = [...(answered.get(key)?.keys() ?? [])];
    return !statuses.includes(200) || !statuses.some((status) => status >= 400);
  });
  expect(poor).toEqual([]);
});

test('the service goes on, and nothing in it was unexpected', async () => {
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  const lines = service.output().split('\n');
  expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line)).slice(0, 3)).toEqual([]);
});

test('the books are sound, and another merchant has what it had', async () => {
  const connection = openConnection({
    databaseUrl: service.databaseUrl,
    timeZone: 'Asia/Shanghai',
  });
  expect(await verifyBooks(connection)).toEqual([]);
  await connection.close();
  expect(await dumpMerchant(service.databaseUrl, VICTIM)).toEqual(before);
});

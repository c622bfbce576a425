import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { gradeOf } from '@payserver/connector-check/grade';
import { htmlOf } from '@payserver/connector-check/page';
import { lineOf, reportOf } from '@payserver/connector-check/report';
import { checkConnector, MODULES, type Verdict } from '@payserver/connector-check/run';
import type { Samples, Target } from '@payserver/connector-check/target';
import { describe, expect, type TestContext, test } from 'vitest';
import { newDataDir, removeDataDir, startSandbox } from '../sandbox/sandbox-process.ts';
import { takeTurns } from '../support/turns.ts';
import { MUTANTS } from './mutants.ts';
import {
  type RunningConnector,
  runningTarget,
  startConnectorProgram,
} from './running-connector.ts';

const BARCODE = { payBarCode: '134567890123456789' };
const byAct = (act: string) => ({ payParams: { ...BARCODE, act } });
const MUTANT_SAMPLES: Samples = {
  accepted: byAct('pay'),
  declined: byAct('decline'),
  running: byAct('run'),
  waiting: byAct('wait'),
};
/** As the connectors of docs/examples decide. */
const EXAMPLE_SAMPLES: Samples = {
  accepted: { payParams: BARCODE },
  declined: { payParams: {} },
  running: { payParams: BARCODE, payAmount: 10_000 },
  waiting: { payParams: BARCODE, payAmount: 20_000 },
};

function targetOf(connector: RunningConnector, changes: Partial<Target> = {}): Target {
  const connectorParams = { subMerchant: '1900000109' };
  return runningTarget(connector, { connectorParams, samples: MUTANT_SAMPLES, ...changes });
}

async function startMutant(fault: string, { onTestFinished }: TestContext) {
  const program = [process.execPath, 'test/connector-check/mutant.mjs'];
  const connector = await startConnectorProgram(program, { secretName: 'SECRET', FAULT: fault });
  onTestFinished(connector.stop);
  return connector;
}

const linesOf = (verdicts: readonly Verdict[], result: Verdict['result']) =>
  verdicts.filter((one) => one.result === result).map(({ id, reason }) => `${id}: ${reason}`);

test('every module finds one of the mutants', () => {
  const finders = new Set(Object.values(MUTANTS));
  expect(MODULES.map(({ id }) => id).filter((id) => !finders.has(id))).toEqual([]);
});

/** Several at once, or every module on one of them, on a machine that has other work, ms. */
const GRADED_MS = 600_000;
/** `npm run test:conformance` tries every module on every mutant. */
const isWhole = process.env['CONFORMANCE'] === 'whole';
/** What never comes is waited for as long as this, ms: a fault is not found sooner, and none is found too soon. */
const MISSED_MS = 2_000;

/** So many mutants at once: more would be too slow for what they are waited for. */
const inTurn = takeTurns(Array.from({ length: 6 }, (_, lane) => lane));

test.concurrent.for(Object.entries(MUTANTS))(
  'a connector that %s is found by %s',
  { timeout: GRADED_MS },
  async ([fault, finder], context) => {
    const limits = { settleMs: MISSED_MS, timeoutMs: MISSED_MS };
    const modules = MODULES.filter(({ id }) => isWhole || id === finder);
    const verdicts = await inTurn(async () => {
      const target = targetOf(await startMutant(fault, context), limits);
      return await checkConnector(target, modules);
    });
    const found = verdicts.find(({ id }) => id === finder);
    expect([found?.result, found?.reason]).toEqual(['failed', expect.stringMatching(/./)]);
    expect(found?.reason).not.toContain('could not be tried');
    expect(gradeOf(verdicts)).toMatch(found?.weight === 'money' ? /F/ : /[BCF]/);
  },
);

const LANGUAGES: Readonly<Record<string, string>> = {
  'docs/examples/connector.mjs': 'node',
  'docs/examples/connector.py': 'python3',
  'docs/examples/Connector.java': 'java',
};
const hasProgram = (program: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

describe.concurrent(
  'graded A',
  () => {
    test('the same connector without a fault', async (context) => {
      const verdicts = await checkConnector(targetOf(await startMutant('', context)));
      expect(linesOf(verdicts, 'failed')).toEqual([]);
      expect(linesOf(verdicts, 'skipped')).toEqual([]);
      expect(gradeOf(verdicts)).toBe('A');
    });

    for (const [file, program] of Object.entries(LANGUAGES)) {
      const isHere = hasProgram(program);
      test.skipIf(!isHere)(
        `${file}${isHere ? '' : ` (not tried: ${program} is not on the PATH)`}`,
        async ({ onTestFinished }) => {
          const env = { secretName: 'NOTIFY_SECRET', CUSTOMER_MS: '400' };
          const connector = await startConnectorProgram([program, file], env);
          onTestFinished(connector.stop);
          const verdicts = await checkConnector(targetOf(connector, { samples: EXAMPLE_SAMPLES }));
          expect(linesOf(verdicts, 'failed')).toEqual([]);
          expect(linesOf(verdicts, 'skipped')).toEqual([]);
          expect(gradeOf(verdicts)).toBe('A');
        },
      );
    }

    test('the sandbox', async ({ onTestFinished }) => {
      const dataDir = await newDataDir();
      const sandbox = await startSandbox(dataDir);
      onTestFinished(async () => {
        await sandbox.kill('SIGKILL');
        await removeDataDir(dataDir);
      });
      const act = (name: string) => ({ payParams: { ...BARCODE, sandbox: name } });
      const url = `${sandbox.url}/wechat`;
      const verdicts = await checkConnector({
        ...targetOf({ url, secret: '', restartCommand: '', stop: async () => {} }),
        secret: null,
        restartCommand: null,
        samples: {
          accepted: { payParams: BARCODE },
          declined: act('fail'),
          running: act('runThenNotice:300'),
          waiting: act('runForever'),
        },
      });
      expect(linesOf(verdicts, 'failed')).toEqual([]);
      expect(gradeOf(verdicts)).toBe('A');
    });

    test('one that knows a second after a kill what it never did', async (context) => {
      const fault = 'says running for a second of what a kill was in the way of';
      const connector = await startMutant(fault, context);
      const modules = MODULES.filter(({ id }) => id === 'restart.midway');
      const verdicts = await checkConnector(targetOf(connector, { settleMs: 10_000 }), modules);
      expect(linesOf(verdicts, 'failed')).toEqual([]);
      expect(verdicts.map(({ result }) => result)).toEqual(['passed']);
    });

    test('one that charges for every POST, where nothing is posted twice', async (context) => {
      const connector = await startMutant('charges again when it is repeated', context);
      const verdicts = await checkConnector(targetOf(connector, { profile: 'once' }));
      expect(linesOf(verdicts, 'failed')).toEqual([]);
      expect(gradeOf(verdicts)).toBe('A');
    });
  },
  GRADED_MS,
);

test('what has no URL beyond payUrl and no samples is graded B: little of it could be tried', async (context) => {
  const none = { refundUrl: null, queryUrl: null, cancelUrl: null, checkEnvUrl: null };
  const samples = { accepted: byAct('pay'), declined: null, running: null, waiting: null };
  const target = targetOf(await startMutant('', context), { ...none, samples, profile: 'sync' });
  const verdicts = await checkConnector(target);
  expect(linesOf(verdicts, 'failed')).toEqual([]);
  expect(linesOf(verdicts, 'skipped')).toContain('query.paid: it has no queryUrl');
  expect(gradeOf(verdicts)).toBe('B');
});

test('what cannot be seen is not passed', async (context) => {
  const connector = await startMutant('charges again, and names no number', context);
  const modules = MODULES.filter(({ id }) => /^idem\.(sequential|parallel)$/.test(id));
  const verdicts = await checkConnector(targetOf(connector), modules);
  expect(verdicts.map(({ result }) => result)).toEqual(['skipped', 'skipped']);
  expect(linesOf(verdicts, 'skipped')[0]).toContain('cannot be seen');
  expect(gradeOf(verdicts)).toBe('B');
});

test('a report says the grade in one line, and as a page without a secret', async (context) => {
  const connector = await startMutant('adds a fee', context);
  const target = targetOf(connector);
  const modules = await checkConnector(
    target,
    MODULES.filter(({ id }) => id.startsWith('pay.')),
  );
  const report = reportOf(target, { grade: gradeOf(modules), modules, at: new Date() });
  expect(lineOf(report)).toMatch(/^grade F: \d+ passed, [1-9]\d* failed, \d+ skipped$/);
  const page = htmlOf(report);
  expect(page).toContain('<span class="grade">F</span>');
  expect(page).not.toMatch(/(?:src|href)=|url\(|@import/);
  expect(page + JSON.stringify(report)).not.toContain(connector.secret);
});

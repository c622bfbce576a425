import { readFile, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { gradeOf } from './grade.ts';
import { htmlOf } from './page.ts';
import { lineOf, reportOf } from './report.ts';
import { checkConnector, MODULES, type Verdict } from './run.ts';
import {
  DEFAULT_PAYEE,
  DEFAULT_SAMPLES,
  PROFILES,
  type Profile,
  type Samples,
  type Target,
} from './target.ts';

interface Options {
  readonly refundUrl?: string;
  readonly queryUrl?: string;
  readonly cancelUrl?: string;
  readonly checkEnvUrl?: string;
  readonly without: readonly string[];
  readonly secret?: string;
  readonly profile: Profile;
  readonly samples?: string;
  readonly instant: boolean;
  readonly timeoutMs: number;
  readonly settleMs: number;
  readonly maxConcurrency: number;
  readonly restartCommand?: string;
  readonly payee: string;
  readonly connectorParams?: Readonly<Record<string, unknown>>;
  readonly only: readonly string[];
  readonly json?: string;
  readonly html?: string;
  readonly strict: boolean;
}

const INTERRUPTED = 2;

/** Runs `payserver-connector`, with exit code 0 for grades A and B (and C without --strict), else 1; 2: it was not run. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('payserver-connector').showHelpAfterError(
    '--help says what there is',
  );
  program
    .command('check <payUrl>')
    .description('Plays the gateway against a connector with a test account, and grades it.')
    .addOption(urlOption('refund'))
    .addOption(urlOption('query'))
    .addOption(urlOption('cancel'))
    .addOption(urlOption('checkEnv'))
    .option(
      '--without <names>',
      'URLs that it does not have: refund,query,cancel,checkEnv',
      names,
      [],
    )
    .option('--secret <whsec>', 'signs calls and checks notices (Standard Webhooks)')
    .addOption(new Option('--profile <name>', 'how it works').choices(PROFILES).default('sync'))
    .option('--samples <file>', 'JSON: payments that are accepted, declined, running, waiting')
    .option('--instant', 'every payment and refund ends at once: none can run', false)
    .option('--timeout-ms <n>', 'how long one call may take', whole, 10_000)
    .option('--settle-ms <n>', 'how long a running payment may take', whole, 30_000)
    .option('--max-concurrency <n>', 'calls at once', whole, 50)
    .option('--restart-command <command>', 'kills it and starts it again')
    .option(
      '--payee <url>',
      'a merchant that it knows: a link that ends in its UUID',
      DEFAULT_PAYEE,
    )
    .option('--connector-params <json>', 'what it must know of that merchant', jsonObject)
    .option('--only <ids>', 'these modules, or those of a group (idem.)', names, [])
    .option('--json <file>', 'writes the report')
    .option('--html <file>', 'writes the report for people')
    .option('--strict', 'grade C is a failure too', false)
    .action(check);
  await program.parseAsync([...argv]).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = INTERRUPTED;
  });
}

function urlOption(name: string): Option {
  const option = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
  return new Option(`--${option}-url <url>`, `by default payUrl with ${name} for its last word`);
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function whole(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It takes a whole number above 0.');
}

function jsonObject(text: string): object {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InvalidArgumentError('It takes a JSON object.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function check(payUrl: string, options: Options): Promise<void> {
  const target = await readTarget(payUrl, options);
  const modules = MODULES.filter(
    ({ id }) => options.only.length === 0 || options.only.some((name) => id.startsWith(name)),
  );
  if (modules.length === 0)
    throw new Error(`--only names no module; there are: ${MODULES.map(({ id }) => id).join(', ')}`);
  const verdicts = await checkConnector(target, modules, (verdict) => {
    process.stdout.write(`${textOf(verdict)}\n`);
  });
  const report = reportOf(target, { grade: gradeOf(verdicts), modules: verdicts, at: new Date() });
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.html !== undefined) await writeFile(options.html, htmlOf(report));
  process.stdout.write(`\n${lineOf(report)}\n`);
  const { grade } = report;
  process.exitCode = grade === 'F' || (grade === 'C' && options.strict) ? 1 : 0;
}

const SIGNS: Readonly<Record<Verdict['result'], string>> = {
  passed: 'ok  ',
  failed: 'FAIL',
  skipped: '-   ',
};

function textOf({ id, result, reason, ms }: Verdict): string {
  const end = result === 'passed' ? `${ms} ms` : reason;
  return `${SIGNS[result]} ${id.padEnd(22)} ${end}`;
}

async function readTarget(payUrl: string, options: Options): Promise<Target> {
  if (!URL.canParse(payUrl)) throw new Error(`${payUrl} is no URL`);
  const has = (name: 'refund' | 'query' | 'cancel' | 'checkEnv') => {
    const given = options[`${name}Url`];
    return options.without.includes(name) ? null : (given ?? siblingOf(payUrl, name));
  };
  const { secret = null, profile, timeoutMs, settleMs, maxConcurrency } = options;
  return {
    payUrl,
    refundUrl: has('refund'),
    queryUrl: has('query'),
    cancelUrl: has('cancel'),
    checkEnvUrl: has('checkEnv'),
    secret,
    profile,
    timeoutMs,
    settleMs,
    maxConcurrency,
    restartCommand: options.restartCommand ?? null,
    payee: options.payee,
    connectorParams: options.connectorParams ?? null,
    isInstant: options.instant,
    samples: options.samples === undefined ? DEFAULT_SAMPLES : await readSamples(options.samples),
  };
}

/** http://host/pay?a=b, refund -> http://host/refund?a=b; null where the path does not end in `pay`. */
function siblingOf(payUrl: string, name: string): string | null {
  const url = new URL(payUrl);
  if (!/(?:^|\/)pay\/?$/.test(url.pathname)) return null;
  url.pathname = url.pathname.replace(/pay\/?$/, name);
  return url.href;
}

async function readSamples(file: string): Promise<Samples> {
  const given = JSON.parse(await readFile(file, 'utf8')) as Partial<Samples>;
  const known = Object.keys(DEFAULT_SAMPLES);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`${file}: ${unknown} is no sample; there are ${known.join(', ')}`);
  return { ...DEFAULT_SAMPLES, ...given };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import { FALSE_CN, FALSE_SIGNATURES, falseCn, genuineCn, newScene } from './false-signatures.ts';
import {
  cnFields,
  cnMessage,
  cnSign,
  type Message,
  messageOf,
  newSecret,
  nowSeconds,
  paymentBody,
  v1,
} from './messages.ts';

const FOLDER = join(import.meta.dirname, '../../docs/examples/receivers');

interface Language {
  readonly file: string;
  readonly program: string;
  readonly args: (port: number) => readonly string[];
  /** how it reads the CN format */
  readonly cn: readonly ('json' | 'form')[];
}

const plain = (program: string, file: string): Language => ({
  ...{ program, file, args: () => [file], cn: ['json', 'form'] },
});

const LANGUAGES: readonly Language[] = [
  plain(process.execPath, 'receiver.mjs'),
  plain('python3', 'receiver.py'),
  { ...plain('java', 'Receiver.java'), cn: ['form'] },
  { ...plain('php', 'receiver.php'), args: (port) => ['-S', `127.0.0.1:${port}`, 'receiver.php'] },
  { ...plain('go', 'receiver.go'), args: () => ['run', 'receiver.go'] },
];

const hasProgram = (program: string) =>
  program === process.execPath ||
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** A compiler on a machine that has other work. */
const START_MS = 120_000;

for (const language of LANGUAGES) {
  const isHere = hasProgram(language.program);
  describe.skipIf(!isHere)(
    `${language.file}${isHere ? '' : ` (not tried: no ${language.program} here)`}`,
    () => {
      tryExample(language);
    },
  );
}

/** What every example must do. It has two secrets, as during a rotation. */
function tryExample({ file, program, args, cn }: Language): void {
  const [now, before] = [newSecret(), newSecret()];
  const state = mkdtempSync(join(tmpdir(), 'payserver-receiver-'));
  let child: ChildProcess;
  let port: number;
  let output = '';
  beforeAll(async () => {
    port = await freePort();
    const env = {
      ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? state },
      ...{ PORT: String(port), STATE: join(state, 'sequences') },
      SECRETS: `${now.text} ${before.text}`,
    };
    // A group of its own: what `go run` has compiled is another process.
    const options = { cwd: FOLDER, env, detached: true } as const;
    // PHP's server writes a line for each connection to stderr.
    child = spawn(program, args(port), { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await eventually(() => post({ headers: {}, body: Buffer.alloc(0) }), isAnswered, START_MS);
  }, START_MS);
  afterAll(async () => {
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, 'SIGKILL');
      await once(child, 'exit');
    }
    rmSync(state, { recursive: true, force: true });
  });

  const isAnswered = (answer: string) => answer !== 'none';
  const post = async ({ headers, body }: Message, path = '/') => {
    const url = `http://127.0.0.1:${port}${path}`;
    try {
      const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
      return `${answer.status} ${await answer.text()}`.trim();
    } catch {
      return 'none';
    }
  };
  const send = async (sequence: number, ...keys: readonly Buffer[]) => {
    const body = paymentBody({ tractionNo: file, sequence });
    const draft = { id: `evt_${sequence}`, seconds: nowSeconds(), body };
    return await post(messageOf(draft, ...keys.map((key) => v1(key, draft))));
  };
  const said = (order: string) => output.split('\n').filter((line) => line.includes(` ${order} `));

  test('acts once on each event, never on an older one, and answers as ever', async () => {
    const answers = [];
    for (const sequence of [2, 2, 5, 3, 5]) answers.push(await send(sequence, now.key));
    expect(answers).toEqual(Array(5).fill('200'));
    await eventually(
      async () => said(file).length,
      (count) => count >= 2,
    );
    expect(said(file)).toEqual([2, 5].map((no) => `payment.succeeded ${file} ${no}`));
  });

  test('takes the messages of a rotation, by either secret and by both', async () => {
    expect(await send(6, before.key)).toBe('200');
    expect(await send(7, newSecret().key, before.key)).toBe('200');
    expect(await send(8, now.key, before.key)).toBe('200');
    expect(await send(9, newSecret().key)).toBe('401');
  });

  test('refuses every false signature', async () => {
    const taken: string[] = [];
    for (const [what, forge] of Object.entries(FALSE_SIGNATURES)) {
      const scene = { ...newScene(), secret: now };
      const genuine = messageOf(scene.draft, v1(now.key, scene.draft));
      const answer = await post(forge({ ...scene, genuine }));
      if (!/^40[01]\b/.test(answer)) taken.push(`${what}: ${answer}`);
    }
    expect(taken).toEqual([]);
  });

  test.each(cn)('reads the CN format as %s, and refuses what is false in it', async (kind) => {
    const order = `${kind}-1`;
    const fields = cnFields({ tractionNo: order, clientPayNo: '张=三&李%四 +' });
    const signed = { ...fields, sign: cnSign(now.key, fields) };
    expect(await post(cnMessage(signed, kind), '/cn')).toBe('200 SUCCESS');
    expect(await post(cnMessage(signed, kind), '/cn')).toBe('200 SUCCESS');
    const rotated = { ...fields, sign: '00', signPrev: cnSign(before.key, fields) };
    expect(await post(cnMessage(rotated, kind), '/cn')).toBe('200 SUCCESS');
    const taken: string[] = [];
    for (const [what, forge] of Object.entries(FALSE_CN)) {
      const answer = await post(falseCn(forge, now.key, kind), '/cn');
      if (!/^40[01]\b/.test(answer)) taken.push(`${what}: ${answer}`);
    }
    expect(taken).toEqual([]);
    expect(await post(cnMessage(genuineCn(now.key), kind), '/cn')).toBe('200 SUCCESS');
    expect(said(order)).toEqual([`payment.succeeded ${order} 2`]);
  });
}

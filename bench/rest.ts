// npm run bench:rest -- [--against REV] [--rounds 3] [--settle 20] [--seconds 60] [--json FILE]
// What `npm start` costs while nobody calls, and how soon it is ready on data that is there. Linux only (/proc).
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCommand, wholeNumber } from '../scripts/command-line.mjs';
import { printRest } from './report-rest.ts';
import { measureRest, type RestPlace, type RestSample, startOnce } from './rest-run.ts';
import { buildRevision, ROOT } from './revision.ts';

interface Options {
  readonly against?: string;
  readonly rounds: number;
  readonly settle: number;
  readonly seconds: number;
  readonly json?: string;
}

const values = describeCommand('bench:rest', 'Memory, CPU and start of a gateway at rest.')
  .option('--against <revision>', 'measures that one too, in turn')
  .option('--rounds <n>', 'each is started and measured so often', wholeNumber(1), 3)
  .option('--settle <n>', 'seconds after the start that do not count', wholeNumber(0), 20)
  .option('--seconds <n>', 'seconds that count', wholeNumber(1), 60)
  .option('--json <file>', 'writes every sample')
  .parse()
  .opts<Options>();

interface Side extends RestPlace {
  readonly name: string;
  readonly samples: RestSample[];
}

const temp = await mkdtemp(join(tmpdir(), 'payserver-rest-'));
const old = values.against === undefined ? null : await buildRevision(values.against);
try {
  const sides: Side[] = [{ name: 'here', folder: ROOT, dataDir: join(temp, 'here'), samples: [] }];
  if (old !== null) {
    const { folder } = old;
    sides.unshift({ name: 'against', folder, dataDir: join(temp, 'against'), samples: [] });
  }
  for (const side of sides) await startOnce(side);
  for (let round = 0; round < values.rounds; round += 1) {
    // Neither is always the one that finds the machine warm.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const times = { settleSeconds: values.settle, seconds: values.seconds };
      side.samples.push(await measureRest(side, times));
      process.stderr.write(`round ${round + 1} of ${values.rounds}: ${side.name}\n`);
    }
  }
  printRest(sides);
  if (values.json !== undefined) writeFileSync(values.json, jsonOf(sides));
} finally {
  await old?.remove();
  await rm(temp, { recursive: true, force: true });
}

function jsonOf(sides: readonly Side[]): string {
  const all = sides.map(({ name, samples }) => ({
    name,
    samples: samples.map(({ readyMs, processes }) => ({
      readyMs,
      processes: Object.fromEntries(processes),
    })),
  }));
  return `${JSON.stringify(all, null, 2)}\n`;
}

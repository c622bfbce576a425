// npm run figures: how large the source is, how far one call goes through it, and what was aimed at, as a table.
// `-- --words` lists where each word of an earlier vocabulary still stands.
// `-- --passed` lists the files that a payment and a list pass. `-- --no-run` starts no gateway.

import { EDGES, edgesLookedUp } from '../../test/support/edges.ts';
import { REFUND_ROUND_TRIPS } from '../../test/support/round-trips.ts';
import { readTree } from '../../test/support/source-tree.ts';
import { findWords } from '../../test/support/words.ts';
import { measureFunctions } from './functions.ts';
import { type Passed, readPassed } from './passed.ts';
import { filesForModeField, linesOf, sizesOf } from './sizes.ts';

/** What is counted, how much it is, and how much it should be at most (or at least). */
type Row = readonly [what: string, now: string, goal: string];

const options = new Set(process.argv.slice(2));
const tree = readTree();
const source = tree.filter(({ kind }) => kind === 'source');
const words = findWords(tree);
const passed = options.has('--no-run') ? null : await readPassed();

const rows = [...passedRows(passed), ...sourceRows()];
if (passed !== null && options.has('--passed')) {
  listPassed('payment', passed.payment);
  listPassed('list', passed.list);
}
if (options.has('--words'))
  for (const { at, word, say } of words) console.log(`${at}: ${word} (say: ${say})`);
printTable([['', 'now', 'goal'], ...rows]);

function passedRows(found: typeof passed): Row[] {
  return [
    ['files that a payment passes, API + worker + API', countOf(found?.payment), '20 wait'],
    ['files that GET payOrders passes', countOf(found?.list), '22 in all'],
  ];
}

/** How many files have functions of the call's own, by what they do. */
function countOf(one: Passed | undefined): string {
  if (one === undefined) return 'not run';
  const { steps, others, general } = one;
  return `${steps.length} wait, ${others.length} compute, ${general.length} general`;
}

function sourceRows(): Row[] {
  const sizes = sizesOf(source);
  const functions = measureFunctions(source);
  const tests = tree.filter(({ kind }) => kind === 'test');
  const decided = edgesLookedUp(source).length;
  const { any, nonNull, asUnknown, p95, max } = functions;
  return [
    ['round trips to accept a refund (test/plans)', String(REFUND_ROUND_TRIPS.length), '3'],
    ['files to touch for a new field of a pay mode', String(filesForModeField(tree)), '4'],
    ['edges decided by the table', `${decided} of ${EDGES.length}`, 'all'],
    ['files under 30 lines', `${sizes.small} of ${sizes.files}`, '25'],
    ['lines of a file, median', String(sizes.median), '60 to 90'],
    ['lines of api/src/openapi and of texts', String(sizes.openapi), '1300'],
    ['words of the earlier vocabulary', String(words.length), '0'],
    ['`any` / `!` / `as unknown`', `${any} / ${nonNull} / ${asUnknown}`, '0 / 0 / 3'],
    ['lines of a function, p95 / max', `${p95} / ${max}`, '22 / 45'],
    ['test : source lines', (linesOf(tests) / linesOf(source)).toFixed(2), 'at least 1.2'],
  ];
}

/** Those that the flow of CONTRIBUTING.md names have a star. */
function listPassed(call: string, { steps, others, general }: Passed): void {
  const contributing = tree.find(({ path }) => path === 'CONTRIBUTING.md')?.text ?? '';
  const flow = contributing.split(/^## /m).find((part) => part.startsWith('The flow')) ?? '';
  const list = (kind: string, files: readonly string[]) => {
    for (const file of files) {
      const isNamed = flow.includes(`](${file})`);
      console.log(`${call}  ${kind}  ${isNamed ? '*' : ' '} ${file}`);
    }
  };
  list('waits   ', steps);
  list('computes', others);
  list('general ', general);
}

function printTable(table: readonly Row[]): void {
  const widthOf = (at: 0 | 1) => Math.max(...table.map((row) => row[at].length));
  for (const [what, now, goal] of table)
    console.log(`${what.padEnd(widthOf(0))}  ${now.padEnd(widthOf(1))}  ${goal}`);
}

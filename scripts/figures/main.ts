// npm run figures: how large the source is and how far one payment goes through it, as a table.
// `-- --words` lists where each word of an earlier vocabulary still stands.
// `-- --passed` lists the files that a payment and a list pass. `-- --no-run` starts no gateway.

import { readTree } from '../../test/support/source-tree.ts';
import { findWords } from '../../test/support/words.ts';
import { measureFunctions } from './functions.ts';
import { readPassed } from './passed.ts';
import { linesOf, sizesOf } from './sizes.ts';

const options = new Set(process.argv.slice(2));
const tree = readTree();
const source = tree.filter(({ kind }) => kind === 'source');
const tests = tree.filter(({ kind }) => kind === 'test');

const sizes = sizesOf(source);
const functions = measureFunctions(source);
const words = findWords(tree);
const rows: [string, string][] = [
  ['source files', String(sizes.files)],
  ['of them under 30 lines', String(sizes.small)],
  ['lines of a file, median', String(sizes.median)],
  ['lines of a function, p95 / max', `${functions.p95} / ${functions.max}`],
  [
    '`any` / `!` / `as unknown`',
    `${functions.any} / ${functions.nonNull} / ${functions.asUnknown}`,
  ],
  ['test : source lines', (linesOf(tests) / linesOf(source)).toFixed(2)],
  ['lines of api/src/openapi and of texts', String(sizes.openapi)],
  ['words of the earlier vocabulary', String(words.length)],
];
if (!options.has('--no-run')) {
  const { payment, list } = await readPassed();
  rows.push(
    ['files that a payment passes, API + worker', String(payment.length)],
    ['files that GET payOrders passes', String(list.length)],
  );
  if (options.has('--passed')) {
    for (const file of payment) console.log(`payment  ${file}`);
    for (const file of list) console.log(`list     ${file}`);
  }
}
if (options.has('--words'))
  for (const { at, word, say } of words) console.log(`${at}: ${word} (say: ${say})`);
const width = Math.max(...rows.map(([what]) => what.length));
for (const [what, figure] of rows) console.log(`${what.padEnd(width)}  ${figure}`);

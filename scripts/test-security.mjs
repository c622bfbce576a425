// The security tests, on both engines, and the table of what was tried: npm run test:security
import { printTable, runTests } from './long-run.mjs';

const { rows, status } = runTests('test/security', {});
const byWhat = rows.toSorted((a, b) => a.what.localeCompare(b.what));
printTable(
  ['what', 'engine', 'n', 'bad', 'measured'],
  byWhat.map(({ what, engine, n, bad, measured }) => [what, engine, n, bad, measured]),
);
process.exit(status);

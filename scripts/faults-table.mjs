import { printTable } from './long-run.mjs';

/** What may be found after faults, in the words of the table. */
const DAMAGES = {
  lost: 'lost',
  doubled: 'doubled',
  falseSuccess: 'false success',
  falseFailure: 'false failure',
  overRefund: 'over-refund',
  stuck: 'stuck after the faults ended',
  otherBreaches: 'any other breach of an invariant',
};

/**
 * Prints what the fault tests reported (test/support/faults-report.ts): a line for each engine, one for both
 * together where something was counted, and what was found after all of it.
 */
export function printFaultsTable(rows) {
  const names = [...new Set(rows.map(({ what }) => what))];
  printTable(
    ['test', 'engine', 'n', 'bad', 'at most, at 95 %', 'measured'],
    [
      ...names.flatMap((name) => linesOf(rows.filter(({ what }) => what === name))),
      ...damageLines(rows),
    ],
  );
}

function linesOf(rows) {
  const each = rows.map((row) => cells(row));
  const isCounted = rows.length > 1 && rows.every(({ bad }) => bad !== null);
  if (!isCounted) return each;
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
  return [...each, cells({ what: rows[0].what, engine: 'both', n: sum('n'), bad: sum('bad') })];
}

function damageLines(rows) {
  const judged = rows.filter(({ damage }) => damage !== undefined);
  if (judged.length === 0) return [];
  const n = judged.reduce((total, row) => total + row.n, 0);
  const engine = new Set(judged.map((row) => row.engine)).size > 1 ? 'both' : judged[0].engine;
  return Object.entries(DAMAGES).map(([field, name]) => {
    const bad = judged.reduce((total, { damage }) => total + damage[field], 0);
    return cells({ what: `after all of it: ${name}`, engine, n, bad });
  });
}

function cells({ what, engine, n, bad, measured }) {
  return [what, engine, n, bad, boundOf(bad, n), measured];
}

/** Nothing in n trials: at most 3/n (the rule of three). Anything found has no such bound. */
function boundOf(bad, n) {
  return bad === 0 && n > 0 ? `${(300 / n).toFixed(2)} %` : '';
}

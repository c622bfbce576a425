import type { LedgerQuery } from './schemas.ts';

/**
 * The ledger's lines that match, as text; without a filter all of them. Notice URLs are left out: the
 * token in them is for the connector only, and anyone on this machine may read the ledger here.
 */
export async function* ledgerText(
  groups: AsyncIterable<string[]>,
  filter: LedgerQuery,
): AsyncGenerator<string> {
  for await (const lines of groups) {
    const shown = lines.filter((line) => matches(line, filter)).map(withoutNotifyUrl);
    if (shown.length > 0) yield `${shown.join('\n')}\n`;
  }
}

/** On the text, because parsing millions of lines to find three would take minutes. */
function matches(line: string, { tractionNo, payTractionNo }: LedgerQuery): boolean {
  const parts = [];
  if (tractionNo !== undefined) parts.push(`,"tractionNo":${JSON.stringify(tractionNo)},`);
  if (payTractionNo !== undefined) parts.push(`,"payTractionNo":${JSON.stringify(payTractionNo)},`);
  return parts.every((part) => line.includes(part));
}

function withoutNotifyUrl(line: string): string {
  if (!line.includes('"notifyUrl":')) return line;
  const { notifyUrl: _hidden, ...shown } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(shown);
}

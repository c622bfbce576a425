import { type Edge, PAY_EDGES, REFUND_EDGES } from '@payserver/shared/domain/statuses';

/** A legal change of status, and whose. */
export interface NamedEdge extends Edge<string> {
  readonly table: 'PAY' | 'REFUND';
}

/** Every edge of both tables. */
export const EDGES: readonly NamedEdge[] = [
  ...PAY_EDGES.map((edge) => ({ ...edge, table: 'PAY' as const })),
  ...REFUND_EDGES.map((edge) => ({ ...edge, table: 'REFUND' as const })),
];

const LOOK_UP =
  /(?:nextStatus|statusAfter|statusesBefore|targetOf)\(\s*(PAY|REFUND)_EDGES,([^)]*)\)/g;

/**
 * The edges that these sources look up in the tables: by an event that is named, or by that of evidence about an open
 * order, `one.event`.
 */
export function edgesLookedUp(sources: ReadonlyArray<{ readonly text: string }>): NamedEdge[] {
  const lookups = sources
    .flatMap(({ text }) => [...text.matchAll(LOOK_UP)])
    .map(([, table = '', rest = '']) => ({ table, rest }));
  return EDGES.filter(({ table, from, event }) => {
    const isOpen = from === 'paying' || from === 'refunding';
    return lookups.some(
      (one) =>
        one.table === table &&
        (one.rest.includes(`'${event}'`) || (isOpen && /_OPEN, one\.event/.test(one.rest))),
    );
  });
}

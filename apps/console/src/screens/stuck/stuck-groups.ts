import type { SelectionRequest, StuckGroup } from '@payserver/client';
import { openStatus } from '../payment/guards.ts';

/** The groups of one connector, those that wait for a person first. */
export interface StuckConnector {
  readonly key: string;
  readonly name: string;
  readonly groups: readonly StuckGroup[];
  readonly count: number;
}

/** Groups by connector: those where a person is needed first, then the largest. */
export function byConnector(items: readonly StuckGroup[]): StuckConnector[] {
  const connectors = new Map<string, StuckGroup[]>();
  for (const item of items) {
    const key = `${item.connectorKey} ${item.payModeUUID}`;
    const groups = connectors.get(key) ?? [];
    groups.push(item);
    connectors.set(key, groups);
  }
  return [...connectors]
    .map(([key, groups]) => ({
      key,
      name: groups[0]?.payModeName ?? key,
      groups: groups.toSorted(byUrgency),
      count: groups.reduce((sum, { count }) => sum + count, 0),
    }))
    .toSorted((a, b) => needs(b) - needs(a) || b.count - a.count);
}

function byUrgency(a: StuckGroup, b: StuckGroup): number {
  return Number(b.reviewReason !== null) - Number(a.reviewReason !== null) || b.count - a.count;
}

function needs({ groups }: StuckConnector): number {
  return groups.some(({ reviewReason }) => reviewReason !== null) ? 1 : 0;
}

/** The filter of a selection that takes the orders of one group. */
export function filterOf(group: StuckGroup): SelectionRequest {
  const { kind, connectorKey, payModeUUID, lastOutcome, reviewReason } = group;
  // Null is a value of the filter: orders of which nothing is known yet, those that need nobody.
  return { kind, connectorKey, payModeUUID, lastOutcome, reviewReason };
}

/** The URL's params of the list that shows the orders of one group. */
export function listSearchOf({ kind, payModeUUID, reviewReason }: StuckGroup) {
  const status = openStatus(kind);
  const review = reviewReason === null ? {} : { needsReview: '1' };
  return { status, payModeUUID, ...review, orderBy: 'createdAt' };
}

/** Round trips to the database that accepting a refund takes: test/plans/round-trips.test.ts counts them. */
export const REFUND_ROUND_TRIPS = ['BEGIN', 'insert-refund-orders:', 'COMMIT'] as const;

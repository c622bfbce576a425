/**
 * Runs the part of a call that works on the database when it is this call's turn, and gives the call's
 * slot to others afterwards: from then on it only waits for an outcome, which costs nearly nothing.
 */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

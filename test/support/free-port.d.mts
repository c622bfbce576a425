/**
 * A loopback port that nobody listens on, and that no outgoing connection is given: it stays free until it is used,
 * and also while a server that had it restarts.
 */
export function freePort(): Promise<number>;

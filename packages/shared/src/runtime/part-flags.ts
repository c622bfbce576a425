/**
 * Flags of Node that API and worker run with. Most of what a payment makes is garbage soon: in a young
 * generation of 16 MiB, the default of Node, much of it lives just long enough to be moved.
 */
export const PART_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'] as const;

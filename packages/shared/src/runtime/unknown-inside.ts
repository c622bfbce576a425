import type { Logger } from './logger.ts';

const NAME = 'UnknownInside';
const warned = new Set<string>();

/**
 * Warns, once in a process, that the inside of a dependency is not the one that an optimisation was written for, and
 * says what goes on without it. Never throws: no optimisation may stop a start. docs/dependencies.md lists them.
 *
 * A warning of the process and not a line of the log, because some of these places have no logger; see
 * {@link logUnknownInsides}.
 */
export function warnOfUnknownInside(inside: string, without: string): void {
  const message = `${inside} is not as this version knows it: ${without}`;
  if (warned.has(message)) return;
  warned.add(message);
  process.emitWarning(message, NAME);
}

/** Writes these warnings to the log as well. Call it before anything connects. */
export function logUnknownInsides(log: Pick<Logger, 'warn'>): void {
  process.on('warning', ({ name, message }) => {
    if (name === NAME) log.warn(message);
  });
}

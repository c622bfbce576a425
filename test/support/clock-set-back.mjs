import process from 'node:process';

/**
 * Preloaded into a process (`node --import`): at SIGWINCH, which nobody else heeds, its wall clock is set back by an
 * hour, as an administrator or a time server does. The monotonic clock goes on.
 */
const HOUR_MS = 3_600_000;
const RealDate = Date;
let offsetMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() - offsetMs);
    else super(...args);
  }
  static now() {
    return RealDate.now() - offsetMs;
  }
};
process.on('SIGWINCH', () => {
  offsetMs += HOUR_MS;
});

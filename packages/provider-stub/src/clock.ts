/** The provider's clock, which a test moves: every date, deadline and retry of a stub follows it. */
export interface Clock {
  /** epoch ms */
  now(): number;
  /** real ms that pass until this time of the clock; never negative */
  realMsUntil(at: number): number;
  readonly setting: ClockSetting;
  /** Takes effect from now on: time that has passed stays as it was. */
  set(setting: Partial<ClockSetting>): void;
}

/** How the clock differs from the machine's. */
export interface ClockSetting {
  /** ms ahead of the machine's clock at the moment of setting it; negative: behind */
  readonly offset: number;
  /** how many times faster than the machine's clock; above 0 */
  readonly speed: number;
}

/** A clock that goes with the machine's until it is set. */
export function createClock(): Clock {
  let setting: ClockSetting = { offset: 0, speed: 1 };
  let realAt = Date.now();
  let clockAt = realAt;
  const now = () => clockAt + Math.round((Date.now() - realAt) * setting.speed);
  return {
    now,
    realMsUntil: (at) => Math.max(0, Math.ceil((at - now()) / setting.speed)),
    get setting() {
      return setting;
    },
    set(change) {
      const at = now();
      setting = { ...setting, ...change };
      realAt = Date.now();
      clockAt = change.offset === undefined ? at : realAt + change.offset;
    },
  };
}

const BEIJING_MS = 8 * 60 * 60 * 1000;

/** `2026-11-27 11:06:40` in Beijing, whatever time zone the process has. */
export function beijingText(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `20261127110640` in Beijing. */
export function beijingDigits(at: number): string {
  return beijingText(at).replaceAll(/\D/g, '');
}

/** `2026-11-27T11:06:40+08:00`. */
export function beijingRfc3339(at: number): string {
  return `${beijingText(at).replace(' ', 'T')}+08:00`;
}

/** The time of `2026-11-27 11:06:40` in Beijing, epoch ms; NaN when the text is none. */
export function fromBeijing(text: string): number {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return Number.NaN;
  return Date.parse(`${text.replace(' ', 'T')}+08:00`);
}

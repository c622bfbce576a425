function count(name: string, fallback: number): number {
  return Number(process.env[name] ?? fallback);
}

/** How much the security tests try on each engine; `npm run test:security` asks for more than `npm test`. */
export const SCALE = {
  seed: count('SECURITY_SEED', 20180928),
  fuzzInputs: count('SECURITY_FUZZ', 2_500),
  /** of the fuzz, to send this one alone; null for all */
  onlyInput: process.env['SECURITY_INPUT'] === undefined ? null : count('SECURITY_INPUT', 0),
  rawMessages: count('SECURITY_RAW', 2_500),
} as const;

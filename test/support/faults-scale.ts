function count(name: string, fallback: number): number {
  return Number(process.env[name] ?? fallback);
}

/** How much the fault tests do; `npm run test:faults` asks for more than `npm test`. */
export const SCALE = {
  seed: count('FAULTS_SEED', 20180910),
  /** every case on each engine, not every case on one of them */
  crashAll: count('FAULTS_CRASH_ALL', 0) > 0,
  crashRounds: count('FAULTS_CRASH_ROUNDS', 1),
  /** gateways that crash at the same time */
  crashLanes: count('FAULTS_CRASH_LANES', 3),
  /** random faults go on at least as long */
  minutes: count('FAULTS_MINUTES', 0),
  /** random faults; each kind comes once at least */
  kills: count('FAULTS_KILLS', 0),
  races: count('FAULTS_RACES', 5),
  behaviourRounds: count('FAULTS_BEHAVIOURS', 1),
  recoveries: count('FAULTS_RECOVERIES', 1),
  /** gateways that recover at the same time */
  recoveryLanes: count('FAULTS_RECOVERY_LANES', 1),
  hungRounds: count('FAULTS_HUNG_ROUNDS', 1),
} as const;

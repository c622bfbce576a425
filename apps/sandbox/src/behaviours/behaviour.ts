/** Ways to spoil an answer; each is a function in `faults/`. */
export type FaultName =
  | 'hang'
  | 'reset'
  | '502'
  | 'garbage'
  | 'truncated'
  | 'redirect'
  | 'cutOff'
  | '500'
  | '400'
  | 'strangeRet'
  | 'huge'
  | 'gzipBomb'
  | 'drip'
  | 'wrongAmount'
  | 'wrongTractionNo';

/** What is wrong with a notice on purpose. Such a notice is sent once and never repeated. */
export type Tamper = 'token' | 'amount' | 'tractionNo' | 'signature' | 'timestamp' | 'saysFailed';

/** Something the connector does on its own, `afterMs` after the first POST. */
export type Step =
  | { readonly afterMs: number; readonly settle: 'success' | 'failed' }
  | { readonly afterMs: number; readonly notify: 'truth' | Tamper; readonly copies?: number };

/** One row of the table that `GET /sandbox` shows. */
export interface Behaviour {
  readonly name: string;
  /** the last four digits of a payBarCode that choose it; never reused for something else */
  readonly code: string;
  readonly description: string;
  /** what the first POST does to the money; none: as if the call had never arrived */
  readonly effect: 'success' | 'failed' | 'running' | 'none';
  readonly fault?: FaultName;
  /** the fault also spoils repeats; otherwise a repeat is answered with what happened at first */
  readonly everyTime?: boolean;
  /** the number after the colon when none is given; a behaviour without it takes no number */
  readonly defaultArgument?: number;
  /** its answers give the till a code to show, as long as they say running */
  readonly showsCode?: boolean;
  /** the argument is a wait before the effect, in ms */
  readonly slow?: boolean;
  /** the argument is how many queries or repeats it takes until the money moves */
  readonly settlesAfterInquiries?: boolean;
  /** what follows without another call; the argument is in ms */
  readonly steps?: (ms: number) => readonly Step[];
  /** the answer waits for the steps */
  readonly answersLast?: boolean;
}

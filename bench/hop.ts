/** Something that happened, times in ms since 1970. */
export interface Hop {
  /** who asked for it, as its connection is called */
  readonly by: string;
  readonly name: string;
  readonly at: number;
  /** null: not known */
  readonly tookMs: number | null;
}

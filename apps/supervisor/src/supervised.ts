/** Something that the supervisor started and must stop. */
export interface Supervised {
  readonly name: string;
  /** Stops it in good order, with a deadline of its own; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

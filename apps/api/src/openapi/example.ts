/** Examples by name. One without a summary is the only one, and what its answer is says enough. */
export type Examples = Readonly<
  Record<string, { readonly summary?: string; readonly value: unknown }>
>;

/** What an operation is sent and answers. */
export interface OperationExamples {
  readonly requests?: Examples;
  /** by HTTP status */
  readonly answers: Readonly<Record<string, Examples>>;
}

export const example = <Value>(summary: string, value: Value) => ({ summary, value });
export const one = (value: unknown): Examples => ({ answer: { value } });
/** An operation that takes one of these requests and answers 200 with this. */
export const taken = (requests: Examples, answer: unknown): OperationExamples => ({
  requests,
  answers: { 200: one(answer) },
});

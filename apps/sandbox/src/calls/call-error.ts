/** A call that is refused before it is taken; `statusCode` is what Fastify answers with. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly statusCode: number;

  constructor(statusCode: 400 | 409, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

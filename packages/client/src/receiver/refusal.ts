/** Why a message was refused; for logs and metrics, never for the sender. */
export type RefusalReason =
  /** a header is missing, there twice, or not of its form */
  | 'headers'
  /** signed longer ago than the tolerance: a recording that is sent again, or a clock that is wrong */
  | 'tooOld'
  /** signed further ahead than the tolerance */
  | 'tooNew'
  /** none of the secrets made any of its signatures */
  | 'signature'
  /** larger than any message of the gateway */
  | 'tooLarge'
  /** signed, but no message of this format */
  | 'body';

/**
 * This is no message of the gateway. Answer 401 and act on nothing; `reason` is for your log. It never holds a secret
 * or a part of the message.
 */
export class NotificationRefused extends Error {
  override readonly name = 'NotificationRefused';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(`notification refused: ${reason}`);
    this.reason = reason;
  }
}

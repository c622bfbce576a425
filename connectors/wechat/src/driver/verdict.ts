import type { TextKey } from '../texts.ts';

/** What is certain after an answer about a payment. Nothing else is. */
export type PayVerdict =
  /** the money was taken: number, merchant and amount fit */
  | { readonly kind: 'paid'; readonly thirdOrderNo: string; readonly finishedAt: Date | null }
  /** surely not charged, when it answers the first and only sending */
  | { readonly kind: 'declined'; readonly code: string; readonly text: TextKey }
  /** surely not charged, and no payment of this merchant will be: its settings are wrong */
  | { readonly kind: 'setup'; readonly code: string }
  /** refused, and something may be left behind: a query and a reverse decide */
  | { readonly kind: 'refused'; readonly code: string; readonly text: TextKey }
  /** open, and why */
  | { readonly kind: 'pending'; readonly text: TextKey }
  /** the number stands for something already: a query decides */
  | { readonly kind: 'exists'; readonly code: string }
  /** nothing is known */
  | { readonly kind: 'unknown'; readonly why: string }
  /** no such number. No proof that there never will be */
  | { readonly kind: 'notFound' }
  /** unpaid for good */
  | { readonly kind: 'closed'; readonly text: TextKey }
  /** was paid, and money of it went back */
  | { readonly kind: 'refunded'; readonly thirdOrderNo: string }
  /** signed by WeChat, and about other money */
  | { readonly kind: 'mismatch'; readonly what: string };

/** What a reverse or a close was answered. */
export type CloseVerdict =
  | { readonly kind: 'done' }
  /** `recall=Y`, a signed error, busy: once more */
  | { readonly kind: 'again'; readonly code: string }
  /** refused while the customer types the password */
  | { readonly kind: 'userPaying' }
  /** refused for good: too old */
  | { readonly kind: 'expired' }
  /** refused: the merchant's balance does not cover what would go back */
  | { readonly kind: 'noBalance' }
  /** refused: it is paid (close of a QR code) */
  | { readonly kind: 'paid' }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'setup'; readonly code: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** What a refund, or a query of it, was answered. */
export type RefundVerdict =
  | { readonly kind: 'refunded'; readonly thirdRefundNo: string; readonly finishedAt: Date | null }
  | { readonly kind: 'processing'; readonly thirdRefundNo: string | null }
  /** final: no money went back, and this number never will */
  | { readonly kind: 'failed'; readonly code: string; readonly text: TextKey }
  /** the customer's card is dead: a person must see to it at WeChat */
  | { readonly kind: 'abnormal'; readonly thirdRefundNo: string }
  | { readonly kind: 'noBalance' }
  /** too many calls; it may be at work all the same */
  | { readonly kind: 'busy' }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'setup'; readonly code: string }
  | { readonly kind: 'mismatch'; readonly what: string }
  | { readonly kind: 'unknown'; readonly why: string };

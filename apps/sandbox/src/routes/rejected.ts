import type { FastifyError, FastifyRequest } from 'fastify';
import type { Book } from '../ledger/book.ts';
import type { CallKind } from '../ledger/ledger-line.ts';

const KINDS: readonly string[] = ['pay', 'refund', 'query', 'cancel'];

/**
 * Writes a call that was refused as malformed into the ledger, so that a test sees that the gateway
 * broke the document. Not waited for: no money depends on it.
 */
export function recordRejected(
  { book, slug }: { book: Book; slug: string },
  request: FastifyRequest,
  error: unknown,
): void {
  const kind = request.routeOptions.url?.split('/').at(-1) ?? '';
  if (!isCallKind(kind) || (error as FastifyError).statusCode !== 400) return;
  const nothing = { payTractionNo: null, clientPayNo: null, clientRefundNo: null, amount: null };
  book.record({
    event: 'rejected',
    slug,
    kind,
    tractionNo: tractionNoOf(request.body),
    ...nothing,
    behaviour: '',
    thirdOrderNo: null,
    reason: error instanceof Error ? error.message : '',
  });
  book.durable().catch(() => undefined);
}

function isCallKind(kind: string): kind is CallKind {
  return KINDS.includes(kind);
}

function tractionNoOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('tractionNo' in body)) return '';
  return String(body.tractionNo).slice(0, 64);
}

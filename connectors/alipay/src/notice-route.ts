import type { Logger } from '@payserver/shared/runtime/logger';
import type { FastifyInstance } from 'fastify';
import type { AlipayAccount } from './account.ts';
import { type Notice, readNotice, TAKEN } from './driver/notice.ts';

/** What a notice is compared with, and what it causes. */
export interface NoticeDeps {
  readonly accounts: { of(merchantUUID: string): AlipayAccount | undefined };
  readonly log: Logger;
  /** fen and owner of an operation; null: there is no such number */
  find(
    tractionNo: string,
  ): Promise<{ readonly amount: number; readonly merchantUUID: string } | null>;
  /** has Alipay asked about it now */
  ask(tractionNo: string): Promise<boolean>;
}

const REFUSED = 'failure';

/**
 * `POST /notices/<merchantUUID>`: where Alipay tells of trades (research C9). What its key verifies is a hint: a query
 * decides, and the notice is taken once that was made. Whatever else comes changes nothing.
 */
export function noticeRoute(app: FastifyInstance, deps: NoticeDeps): void {
  app.post<{ Params: { merchantUUID: string } }>(
    '/notices/:merchantUUID',
    async ({ params, body }, reply) => {
      const isTaken = await take(deps, params.merchantUUID, body);
      // Exactly these bytes: with anything else it is sent again.
      return await reply
        .code(isTaken ? 200 : 400)
        .type('text/plain')
        .send(isTaken ? TAKEN : REFUSED);
    },
  );
}

async function take(deps: NoticeDeps, merchantUUID: string, body: unknown): Promise<boolean> {
  const account = deps.accounts.of(merchantUUID);
  if (account === undefined || !Buffer.isBuffer(body)) return false;
  const notice = readNotice(body, account);
  if (notice.kind === 'bad') {
    deps.log.warn({ merchantUUID, why: notice.why }, 'a notice is refused');
    return false;
  }
  return await apply(deps, merchantUUID, notice);
}

async function apply(deps: NoticeDeps, merchantUUID: string, notice: Notice): Promise<boolean> {
  const { tractionNo, status, amount } = notice;
  const ours = await deps.find(tractionNo);
  if (ours === null || ours.merchantUUID !== merchantUUID) {
    // Alipay would repeat it for a day, and nothing would change.
    deps.log.error({ tractionNo, status }, 'a notice of a payment that nobody made here');
    return true;
  }
  if (amount !== null && amount !== ours.amount) {
    deps.log.error({ tractionNo, status }, 'a notice with another amount: a query decides');
  }
  return await deps.ask(tractionNo);
}

import type { ConnectorHooks } from '@payserver/connector-kit/hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from './driver/account.ts';
import { type Notice, readNoticeV2, readNoticeV3 } from './driver/notice.ts';
import { writeXml } from './driver/xml.ts';
import { NOTICE_PATH } from './notice-urls.ts';
import type { Wechat } from './work.ts';

interface Address {
  readonly merchantUUID: string;
  readonly kind: string;
}

const REFUSED = { code: 'FAIL', message: 'not taken' };
const TAKEN_V2 = writeXml({ return_code: 'SUCCESS', return_msg: 'OK' });

/**
 * Takes WeChat's notices (research A6, B3): of QR codes and refunds by V3, of refunds by V2 too, whichever comes. A notice
 * moves nothing: once it is verified, the number is queried.
 */
export function noticeRoutes(app: FastifyInstance, hooks: ConnectorHooks, wechat: Wechat): void {
  app.post<{ Params: Address; Body: Buffer }>(NOTICE_PATH, async (request, reply) => {
    const { merchantUUID } = request.params;
    const account = wechat.merchants.of(merchantUUID)?.account;
    const isV2 = isXml(request.body);
    const notice = account === undefined ? null : read(account, request, isV2);
    if (notice === null) {
      wechat.log.warn({ merchantUUID, isV2 }, 'a notice that WeChat did not sign, or not for us');
      return await reply.code(401).send(REFUSED);
    }
    const known = await hooks.find(notice.tractionNo);
    if (known?.merchantUUID !== merchantUUID || known.kind !== notice.kind) {
      const { tractionNo } = notice;
      wechat.log.error(
        { merchantUUID, tractionNo },
        'a notice of a number that is not in the journal',
      );
    } else {
      await hooks.ask(notice.tractionNo);
    }
    return await acknowledge(reply, isV2);
  });
}

const isXml = (body: Buffer) => body.subarray(0, 64).toString('latin1').trimStart().startsWith('<');

function read(
  account: Account,
  { headers, body }: FastifyRequest<{ Body: Buffer }>,
  isV2: boolean,
): Notice | null {
  if (isV2) return account.v2 === null ? null : readNoticeV2(account, body);
  if (account.v3 === null) return null;
  const single = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(',') : value] as const,
  );
  return readNoticeV3(account, { headers: Object.fromEntries(single), body }, new Date());
}

async function acknowledge(reply: FastifyReply, isV2: boolean) {
  if (isV2) return await reply.code(200).type('text/xml').send(TAKEN_V2);
  return await reply.code(204).send();
}

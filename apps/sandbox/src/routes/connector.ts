import type { TimeFormat } from '@payserver/shared/runtime/time';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerOf, notFoundAnswer } from '../answer.ts';
import type { FaultName } from '../behaviours/behaviour.ts';
import { CallError, type PostCall, payCall, refundCall } from '../calls/post-call.ts';
import {
  type Inquiry,
  type InquiryResult,
  outageOf,
  takeCancel,
  takeNothing,
  takeQuery,
} from '../calls/take-inquiry.ts';
import { type CallDeps, takePost } from '../calls/take-post.ts';
import { FAULTS } from '../faults/faults.ts';
import { recordRejected } from './rejected.ts';
import { CheckEnvQuery, InquiryBody, PayBody, PostQuery, RefundBody } from './schemas.ts';

/** The built-in online templates (API document, payModeTemplate) and the path each is served under. */
export const CONNECTORS = [
  { slug: 'signAccount', payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962', name: '挂账' },
  { slug: 'wechat', payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE', name: '微信扫码枪' },
  { slug: 'alipay', payTemplateId: '3BEAF650-A067-11E8-A545-87065760276A', name: '支付宝扫码枪' },
  { slug: 'storedValue', payTemplateId: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5', name: '会员储值' },
  { slug: 'countCard', payTemplateId: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C', name: '会员储次' },
] as const;

export const SLUGS: readonly string[] = CONNECTORS.map(({ slug }) => slug);

export interface ConnectorDeps extends CallDeps {
  readonly formatTime: TimeFormat;
}

/** The five URLs of one connector, relative to the prefix it is registered under. */
export function connectorRoutes(app: FastifyInstance, deps: ConnectorDeps, slug: string): void {
  app.setErrorHandler((error, request, reply) => {
    recordRejected({ book: deps.book, slug }, request, error);
    return reply.send(error);
  });

  const pay = { schema: { body: PayBody, querystring: PostQuery } };
  app.post<{ Body: PayBody; Querystring: PostQuery }>('/pay', pay, (request, reply) => {
    const idempotent = request.query.idempotent !== '0';
    checkKey(request, request.body.tractionNo);
    return answerPost(deps, payCall(request.body, { slug, idempotent }), reply);
  });

  const refund = { schema: { body: RefundBody, querystring: PostQuery } };
  app.post<{ Body: RefundBody; Querystring: PostQuery }>('/refund', refund, (request, reply) => {
    const idempotent = request.query.idempotent !== '0';
    checkKey(request, request.body.tractionNo);
    return answerPost(deps, refundCall(request.body, { slug, idempotent }), reply);
  });

  for (const kind of ['query', 'cancel'] as const) {
    const inquiry = { schema: { body: InquiryBody } };
    app.post<{ Body: InquiryBody }>(`/${kind}`, inquiry, (request, reply) => {
      const { tractionNo, clientPayNo = null } = request.body;
      checkKey(request, tractionNo);
      return answerInquiry(deps, { slug, kind, tractionNo, clientPayNo }, reply);
    });
  }

  const checkEnv = { schema: { querystring: CheckEnvQuery } };
  app.get<{ Querystring: CheckEnvQuery }>('/checkEnv', checkEnv, (request, reply) => {
    const { merchantUUID } = request.query;
    const outage = outageOf(deps, slug);
    if (outage !== null) return spoil(reply, outage, '');
    if (merchantUUID.startsWith('noenv')) return reply.send({ ret: false, merchantUUID });
    return reply.send({ ret: true });
  });
}

async function answerPost(
  deps: ConnectorDeps,
  call: PostCall,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { tx, fault, argument } = await takePost(deps, call);
  const answer = answerOf(tx, deps.formatTime);
  if (fault === null) return reply.send(answer);
  return FAULTS[fault]({ reply, answer, tx, argument });
}

async function answerInquiry(
  deps: ConnectorDeps,
  call: Inquiry,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const outage = outageOf(deps, call.slug);
  if (outage !== null) {
    await takeNothing(deps, call);
    return spoil(reply, outage, call.tractionNo);
  }
  const result = await (call.kind === 'query' ? takeQuery : takeCancel)(deps, call);
  return reply.send(inquiryAnswer(deps, call, result));
}

/** A fault in place of an answer that is not about one transaction. */
function spoil(reply: FastifyReply, fault: FaultName, tractionNo: string): FastifyReply {
  return FAULTS[fault]({ reply, answer: notFoundAnswer(tractionNo), tx: null, argument: 0 });
}

function inquiryAnswer(
  { formatTime }: ConnectorDeps,
  { kind, tractionNo }: Inquiry,
  { tx, refused }: InquiryResult,
) {
  if (tx === null) return notFoundAnswer(tractionNo);
  const answer = answerOf(tx, formatTime);
  if (kind === 'query') return answer;
  if (refused !== null) return { ...answer, ret: 'failed', thirdErrorReason: refused };
  return { ...answer, ret: 'success', thirdErrorReason: '' };
}

/** The gateway sends the tractionNo twice (design, section 6); two numbers would be two payments. */
function checkKey(request: FastifyRequest, tractionNo: string): void {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === tractionNo) return;
  throw new CallError(
    400,
    `Idempotency-Key is "${key.toString()}" but tractionNo is "${tractionNo}"`,
  );
}

import {
  failed,
  notFound,
  type Payment,
  type Provider,
  type Result,
  running,
} from '@payserver/connector-kit/provider';
import { checkMerchant } from './check-env.ts';
import { closeBarcode, closeCode } from './close.ts';
import { chooseMemo, memoOf } from './memo.ts';
import { payByBarcode, payByCode } from './pay.ts';
import { queryRefund, sendRefund } from './refund.ts';
import { resultOfQuery } from './results.ts';
import { timingOf, timingOfOne } from './times.ts';
import { expectedOf, noteSetup, type Wechat, type Work, workOf } from './work.ts';

/** WeChat Pay as a provider of the kit: barcodes by V2 or V3, QR codes by V3, refunds by what the payment was made by. */
export function createWechat(wechat: Wechat): Provider {
  const { merchants, times } = wechat;
  return {
    // WeChat takes a repeated refund of one number as one; of a payment's number it answers misleadingly (research A3).
    isRepeatable: { pay: false, refund: true },
    timing: timingOf(times),
    timingOf: (operation) =>
      timingOfOne(times, {
        kind: operation.kind,
        isNative: memoOf(operation)?.by === 'native',
      }),
    remember: (call) => ({ ...chooseMemo(call, merchants.of(call.merchantUUID)) }),
    pay: async (payment) => await pay(wechat, payment),
    refund: async (refund) => await sendRefund(wechat, refund),
    query: async (operation) => {
      const work = workOf(wechat, operation);
      if (work === null) return running({ reason: wechat.say('otherMerchant') });
      return operation.kind === 'refund' ? await queryRefund(work) : await queryPay(work);
    },
    cancel: async (operation) => {
      const work = workOf(wechat, operation);
      if (work === null) return running({ reason: wechat.say('otherMerchant') });
      return work.memo.by === 'native' ? await closeCode(work) : await closeBarcode(work);
    },
    checkEnv: async (merchantUUID) => await checkMerchant(wechat, merchantUUID),
  };
}

async function pay(wechat: Wechat, payment: Payment): Promise<Result> {
  const { merchants, say } = wechat;
  const { merchantUUID } = payment;
  const merchant = merchants.of(merchantUUID);
  // Before a byte is sent: certain.
  if (merchant === undefined) return failed(say('noMerchant'));
  if (merchant.isPaused) return failed(say('paused'));
  const work = workOf(wechat, payment);
  if (work === null) return failed(say('otherMerchant'));
  return work.memo.by === 'native' ? await payByCode(work) : await payByBarcode(work);
}

async function queryPay(work: Work): Promise<Result> {
  const { calls, operation } = work;
  const verdict = await calls.query(expectedOf(operation));
  noteSetup(work, verdict);
  return verdict.kind === 'notFound' ? notFound() : resultOfQuery(work, verdict);
}

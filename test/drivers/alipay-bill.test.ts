import { crc32, deflateRawSync } from 'node:zlib';
import { BillError, type BillLine, detailsOf, readBill } from '@payserver/alipay/driver/bill';
import { readBillUrl } from '@payserver/alipay/driver/bill-url';
import { unzip, ZipError } from '@payserver/alipay/driver/zip';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answered } from './alipay-provider-side.ts';

/** GBK of these texts, by hand: Node can only decode it. */
const GBK = new Map<string, readonly number[]>();
function gbk(text: string): Buffer {
  if (GBK.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let code = 0x8140; code <= 0xfefe; code += 1) {
      const bytes = [code >> 8, code & 0xff];
      const sign = decoder.decode(Uint8Array.from(bytes));
      if (sign.length === 1 && !GBK.has(sign)) GBK.set(sign, bytes);
    }
  }
  return Buffer.from(
    Array.from(text).flatMap((sign) =>
      sign <= '\x7f' ? [sign.charCodeAt(0)] : (GBK.get(sign) ?? [0x3f]),
    ),
  );
}

const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const PAY_LINE =
  '2026112722001\t,20261127000000000001\t,交易  ,午餐,2026-11-27 11:06:40,2026-11-27 11:06:44,S1,一号店,,t,*三(138***),12.34,12.34,0,0,0,0,0,,0,0,,-0.07,0,';
const REFUND_LINE =
  '2026112722001\t,20261127000000000001\t,退款  ,"午餐, 两份",2026-11-27 12:00:00,2026-11-27 12:00:00,S1,一号店,,t,*三(138***),-5.00,-5.00,0,0,0,0,0,,0,0,20261127000000000002,0.03,0,';
const bill = (lines: readonly string[], summary: readonly string[]) =>
  [
    '#支付宝业务明细查询',
    '#账号：[20880000000000010156]',
    '#---------业务明细列表--------',
    HEADER,
    ...lines,
    '#---------业务明细列表结束--------',
    ...summary,
    '#导出时间：[2026年11月28日 10:00:00]',
    '',
  ].join('\r\n');
const SUMMARY = [
  '#交易合计：1笔，商家实收共12.34元，商家优惠共0.00元',
  '#退款合计：1笔，商家实收退款共-5.00元，商家优惠退款共0.00元',
];

const LINES: readonly BillLine[] = [
  {
    kind: 'pay',
    tradeNo: '2026112722001',
    payTractionNo: '20261127000000000001',
    requestNo: '',
    amount: 1_234,
    received: 1_234,
    fee: 7,
    finishedAt: new Date('2026-11-27T03:06:44Z'),
  },
  {
    kind: 'refund',
    tradeNo: '2026112722001',
    payTractionNo: '20261127000000000001',
    requestNo: '20261127000000000002',
    amount: 500,
    received: -500,
    fee: -3,
    finishedAt: new Date('2026-11-27T04:00:00Z'),
  },
];

describe('the trade bill', () => {
  test('is read by the names of its header', () => {
    expect(readBill(gbk(bill([PAY_LINE, REFUND_LINE], SUMMARY)))).toEqual(LINES);
  });

  test('of a day without trades is empty', () => {
    const summary = ['#交易合计：0笔', '#退款合计：0笔'];
    expect(readBill(gbk(bill([], summary)))).toEqual([]);
  });

  test.each([
    ['a line is missing', bill([PAY_LINE], SUMMARY)],
    ['a line is there twice', bill([PAY_LINE, PAY_LINE, REFUND_LINE], SUMMARY)],
    ['an amount differs', bill([PAY_LINE.replaceAll('12.34', '12.35'), REFUND_LINE], SUMMARY)],
    ['the summary is missing', bill([PAY_LINE, REFUND_LINE], [])],
    ['a column is missing', bill([PAY_LINE, REFUND_LINE], SUMMARY).replace('商户订单号', '订单')],
    ['a line is cut', bill([PAY_LINE.slice(0, 80), REFUND_LINE], SUMMARY)],
    ['an amount is none', bill([PAY_LINE.replace('12.34', '12,34'), REFUND_LINE], SUMMARY)],
    ['a type is not known', bill([PAY_LINE.replace('交易', '转账'), REFUND_LINE], SUMMARY)],
  ])('cannot be used when %s', (_what, text) => {
    expect(() => readBill(gbk(text))).toThrow(BillError);
  });

  test('in UTF-8 is none', () => {
    expect(() => readBill(Buffer.from(bill([PAY_LINE, REFUND_LINE], SUMMARY)))).toThrow(BillError);
  });
});

interface File {
  readonly name: Buffer;
  readonly content: Buffer;
  readonly stored?: boolean;
}

function zip(files: readonly File[], change: (central: Buffer) => void = () => {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored = false } of files) {
    const data = stored ? content : deflateRawSync(content);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(stored ? 0 : 8, 10);
    central.writeUInt32LE(crc32(content), 16);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    change(central);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    parts.push(local, name, data);
    directory.push(central, name);
    at += local.length + name.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const DETAILS = { name: gbk('20880000_20261127_业务明细.csv'), content: gbk('x'.repeat(2_000)) };
const TOTALS = { name: gbk('20880000_20261127_业务明细(汇总).csv'), content: gbk('y') };
const MAX = 1_048_576;

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}

describe('the archive', () => {
  test('has names in GBK; the details are found among them', () => {
    const files = unzip(zip([{ ...TOTALS, stored: true }, DETAILS]), MAX);
    expect(files.map(({ name }) => name)).toEqual([
      '20880000_20261127_业务明细(汇总).csv',
      '20880000_20261127_业务明细.csv',
    ]);
    expect(detailsOf(files)).toEqual(DETAILS.content);
    expect(() => detailsOf(files.slice(0, 1))).toThrow(BillError);
  });

  test.each([
    ['it is larger than it may be', zip([DETAILS]), 1_999],
    ['its length is a lie', zip([DETAILS], (central) => central.writeUInt32LE(10, 24)), MAX],
    ['its checksum is another', zip([DETAILS], (central) => central.writeUInt32LE(1, 16)), MAX],
    ['it is encrypted', zip([DETAILS], (central) => central.writeUInt16LE(1, 8)), MAX],
    ['it is packed otherwise', zip([DETAILS], (central) => central.writeUInt16LE(12, 10)), MAX],
    ['it lies elsewhere', zip([DETAILS], (central) => central.writeUInt32LE(9, 42)), MAX],
    ['it is cut', zip([DETAILS]).subarray(0, -30), MAX],
    ['it is none', Buffer.from('<html>'), MAX],
  ])('cannot be used when %s', (_what, archive, max) => {
    expect(() => unzip(archive, max)).toThrow(ZipError);
  });

  test('whatever bytes come, it ends with its own error', () => {
    const good = zip([DETAILS]);
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const archive = Buffer.from(good);
        archive[at] = byte;
        const error = errorOf(() => unzip(archive, MAX));
        expect(error === null || error instanceof ZipError).toBe(true);
      }),
    );
  });
});

describe('its URL', () => {
  const HOSTS = new Set(['dwbillcenter.alipay.com']);
  const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
  const read = (fields: object) => readBillUrl(answered(METHOD, fields), HOSTS).kind;
  test.each([
    ['http://dwbillcenter.alipay.com/downloadBillFile.resource?a=1', 'url'],
    ['https://dwbillcenter.alipay.com/x', 'url'],
    ['https://dwbillcenter.alipay.com.example.com/x', 'unknown'],
    ['https://dwbillcenter.alipay.com:8443/x', 'unknown'],
    ['https://user@dwbillcenter.alipay.com/x', 'unknown'],
    ['file:///etc/passwd', 'unknown'],
    ['http://169.254.169.254/', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (bill_download_url, kind) => {
    expect(read({ code: '10000', bill_download_url })).toBe(kind);
  });

  test.each([
    [{ code: '40004', sub_code: 'isp.bill_not_exist' }, 'none'],
    [{ code: '40004', sub_code: 'isp.NO_BILL_DATA' }, 'none'],
    [{ code: '40004', sub_code: 'ACQ.BILL_NOT_EXIST' }, 'none'],
    [{ code: '40004', sub_code: 'other' }, 'unknown'],
    [{ code: '40006', sub_code: 'isv.insufficient-isv-permissions' }, 'setup'],
  ])('%j has none: %s', (fields, kind) => {
    expect(read(fields)).toBe(kind);
  });
});

import { writeCsv, yuanOf } from './csv.ts';
import type { Statement, StatementLine } from './views.ts';

const KINDS: Readonly<Record<StatementLine['kind'], string>> = {
  pay: '消费',
  refund: '退款',
  repay: '还款',
  writeOff: '核销',
  adjust: '调整',
};

/** A statement with its lines as a CSV file that a spreadsheet opens; amounts in yuan, what is owed above 0. */
export function statementCsv(statement: Statement, lines: readonly StatementLine[]): string {
  const { opening, charges, refunds, repayments, writeOffs, adjustments, closing } = statement;
  return writeCsv([
    ['账单', `${statement.fromDate} 至 ${statement.toDate}`, '到期日', statement.dueDate],
    ['期初', '消费', '退款', '还款', '核销', '调整', '期末', '未还'],
    [opening, charges, refunds, repayments, writeOffs, adjustments, closing, statement.unpaid].map(
      yuanOf,
    ),
    [],
    ['日期', '类型', '交易号', '凭证号', '签单人', '备注', '金额'],
    ...lines.map((line) => [
      line.businessDate,
      KINDS[line.kind],
      line.operationNo,
      line.orderNo,
      line.signer,
      line.note,
      yuanOf(line.amount),
    ]),
  ]);
}

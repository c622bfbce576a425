/**
 * The tables of the books. Money is integer fen, counts are pieces; both are `bigint` within what a JSON number holds
 * exactly. A holding is what a party has in one book; its row is the mutex of every operation on it. The accounts of a
 * holding carry a balance, those of a merchant (revenue, clearing …) do not: every sale would wait for their row. Rows that
 * payments change leave room on their page: no index is written for a new version.
 */
export const TABLES = `
CREATE DOMAIN fen AS bigint CHECK (VALUE BETWEEN -9007199254740991 AND 9007199254740991);
CREATE DOMAIN book_name AS text CHECK (VALUE IN ('signAccount', 'memberBalance', 'memberCount'));

CREATE TABLE merchant (
  merchant_uuid text PRIMARY KEY CHECK (merchant_uuid <> ''),
  order_of_use text NOT NULL DEFAULT 'expiringFirst' CHECK (order_of_use IN ('expiringFirst', 'proportional')),
  clawback text NOT NULL DEFAULT 'all' CHECK (clawback IN ('all', 'proportional')),
  expired_return text NOT NULL DEFAULT 'expire' CHECK (expired_return IN ('expire', 'extend'))
);

CREATE TABLE party (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_uuid text NOT NULL REFERENCES merchant,
  kind text NOT NULL CHECK (kind IN ('company', 'member')),
  external_uuid text NOT NULL CHECK (external_uuid <> ''),
  name text NOT NULL,
  phone_masked text NOT NULL DEFAULT '',
  UNIQUE (merchant_uuid, kind, external_uuid)
);

CREATE TABLE holding (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_uuid text NOT NULL REFERENCES merchant,
  party_id bigint NOT NULL REFERENCES party,
  book book_name NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'frozen', 'closed')),
  order_of_use text NOT NULL CHECK (order_of_use IN ('expiringFirst', 'proportional')),
  opened_on date NOT NULL,
  UNIQUE (party_id, book)
);

CREATE TABLE account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  merchant_uuid text NOT NULL REFERENCES merchant,
  holding_id bigint REFERENCES holding,
  kind text NOT NULL CHECK (kind IN ('receivable', 'principal', 'bonus', 'count', 'revenue', 'countUsed', 'topUpClearing',
    'bonusExpense', 'breakage', 'repayClearing', 'writeOff', 'adjustment', 'opening')),
  asset text NOT NULL DEFAULT 'CNY' CHECK (asset = 'CNY' OR asset LIKE 'ITEM:%/%'),
  balance fen,
  held fen NOT NULL DEFAULT 0 CHECK (held >= 0),
  credit_limit fen NOT NULL DEFAULT 0 CHECK (credit_limit >= 0),
  unit_price fen CHECK (unit_price > 0),
  version bigint NOT NULL DEFAULT 0,
  CONSTRAINT own_accounts_have_a_balance CHECK ((holding_id IS NULL) = (balance IS NULL)
    AND (holding_id IS NULL) = (kind NOT IN ('receivable', 'principal', 'bonus', 'count'))),
  CONSTRAINT prepaid_never_below_zero CHECK (kind NOT IN ('principal', 'bonus', 'count') OR balance - held >= 0),
  CONSTRAINT counts_are_items CHECK (kind <> 'count' OR asset <> 'CNY')
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX account_of_holding ON account (holding_id, kind, asset) WHERE holding_id IS NOT NULL;
CREATE UNIQUE INDEX account_of_merchant ON account (merchant_uuid, kind, asset) WHERE holding_id IS NULL;

CREATE TABLE signer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  party_id bigint NOT NULL REFERENCES party,
  external_uuid text NOT NULL CHECK (external_uuid <> ''),
  name text NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from - 1),
  per_op_limit fen CHECK (per_op_limit >= 0),
  day_limit fen CHECK (day_limit >= 0),
  month_limit fen CHECK (month_limit >= 0),
  UNIQUE (party_id, external_uuid)
);

CREATE TABLE signer_use (
  signer_id bigint NOT NULL REFERENCES signer,
  day date NOT NULL,
  used fen NOT NULL CHECK (used >= 0),
  PRIMARY KEY (signer_id, day)
);

CREATE TABLE statement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  holding_id bigint NOT NULL REFERENCES holding,
  from_date date NOT NULL,
  to_date date NOT NULL CHECK (to_date >= from_date),
  opening fen NOT NULL,
  charges fen NOT NULL CHECK (charges >= 0),
  refunds fen NOT NULL CHECK (refunds >= 0),
  repayments fen NOT NULL CHECK (repayments >= 0),
  write_offs fen NOT NULL CHECK (write_offs >= 0),
  adjustments fen NOT NULL,
  closing fen NOT NULL,
  due_date date NOT NULL,
  status text NOT NULL DEFAULT 'issued' CHECK (status IN ('issued', 'paid')),
  issued_at timestamptz NOT NULL,
  UNIQUE (holding_id, from_date),
  CONSTRAINT sums CHECK (closing = opening + charges - refunds - repayments - write_offs - adjustments)
);

CREATE SEQUENCE order_no;
CREATE TABLE operation (
  no text PRIMARY KEY,
  merchant_uuid text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('pay', 'refund', 'topUp', 'topUpRefund', 'import', 'repay', 'writeOff', 'adjust',
    'expire', 'cancelMark')),
  book book_name,
  source_no text REFERENCES operation,
  holding_id bigint REFERENCES holding,
  amount fen NOT NULL CHECK (amount >= 0 AND (amount > 0 OR kind NOT IN ('pay', 'refund'))),
  request_hash text NOT NULL,
  state text NOT NULL CHECK (state IN ('done', 'declined', 'cancelled')),
  reason text CHECK ((reason IS NOT NULL) = (state = 'declined')),
  order_no text NOT NULL UNIQUE,
  note text NOT NULL DEFAULT '',
  business_date date NOT NULL,
  created_at timestamptz NOT NULL,
  statement_id bigint REFERENCES statement,
  CHECK ((kind = 'cancelMark') = (state = 'cancelled')),
  CHECK (kind NOT IN ('refund', 'topUpRefund') OR state <> 'done' OR source_no IS NOT NULL)
);
CREATE INDEX operation_source ON operation (source_no) WHERE source_no IS NOT NULL;
CREATE INDEX operation_unbilled ON operation (holding_id, business_date) WHERE statement_id IS NULL;
CREATE INDEX operation_statement ON operation (statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX operation_holding ON operation (holding_id, created_at);

CREATE TABLE signed (
  operation_no text PRIMARY KEY REFERENCES operation,
  signer_id bigint NOT NULL REFERENCES signer
);
CREATE INDEX signed_signer ON signed (signer_id);

CREATE TABLE entry (
  operation_no text NOT NULL REFERENCES operation,
  seq int NOT NULL,
  account_id bigint NOT NULL REFERENCES account,
  asset text NOT NULL,
  amount fen NOT NULL CHECK (amount <> 0),
  balance_after fen,
  version bigint,
  PRIMARY KEY (operation_no, seq)
);
CREATE UNIQUE INDEX entry_chain ON entry (account_id, version) WHERE version IS NOT NULL;

CREATE TABLE lot (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('principal', 'bonus', 'count')),
  source_no text NOT NULL REFERENCES operation,
  original fen NOT NULL CHECK (original > 0),
  remaining fen NOT NULL,
  paid_value fen NOT NULL DEFAULT 0 CHECK (paid_value >= 0),
  priority int NOT NULL DEFAULT 0,
  expires_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT remaining_within_original CHECK (remaining BETWEEN 0 AND original),
  CONSTRAINT principal_does_not_expire CHECK (kind <> 'principal' OR expires_at IS NULL)
) WITH (fillfactor = 50);
CREATE INDEX lot_usable ON lot (account_id) WHERE remaining > 0;
CREATE INDEX lot_expiring ON lot (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX lot_source ON lot (source_no);

CREATE TABLE lot_use (
  operation_no text NOT NULL REFERENCES operation,
  lot_id bigint NOT NULL REFERENCES lot,
  seq int NOT NULL,
  used fen NOT NULL CHECK (used > 0),
  returned fen NOT NULL DEFAULT 0,
  PRIMARY KEY (operation_no, lot_id),
  CONSTRAINT returned_within_used CHECK (returned BETWEEN 0 AND used)
);
CREATE INDEX lot_use_lot ON lot_use (lot_id);

CREATE TABLE lot_return (
  refund_no text NOT NULL REFERENCES operation,
  pay_no text NOT NULL,
  lot_id bigint NOT NULL,
  amount fen NOT NULL CHECK (amount > 0),
  PRIMARY KEY (refund_no, lot_id),
  FOREIGN KEY (pay_no, lot_id) REFERENCES lot_use (operation_no, lot_id)
);
CREATE INDEX lot_return_use ON lot_return (pay_no, lot_id);

CREATE TABLE lot_end (
  operation_no text NOT NULL REFERENCES operation,
  lot_id bigint NOT NULL REFERENCES lot,
  reason text NOT NULL CHECK (reason IN ('expired', 'refunded')),
  amount fen NOT NULL CHECK (amount > 0),
  PRIMARY KEY (operation_no, lot_id)
);
CREATE INDEX lot_end_lot ON lot_end (lot_id);

CREATE TABLE pay_item (
  pay_no text NOT NULL REFERENCES operation,
  account_id bigint NOT NULL REFERENCES account,
  count fen NOT NULL CHECK (count > 0),
  unit_price fen CHECK (unit_price > 0),
  returned fen NOT NULL DEFAULT 0,
  PRIMARY KEY (pay_no, account_id),
  CONSTRAINT returned_within_count CHECK (returned BETWEEN 0 AND count)
);

CREATE TABLE refund_item (
  refund_no text NOT NULL REFERENCES operation,
  account_id bigint NOT NULL REFERENCES account,
  count fen NOT NULL CHECK (count > 0),
  PRIMARY KEY (refund_no, account_id)
);

CREATE TABLE allocation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  credit_no text REFERENCES operation,
  credit_statement_id bigint REFERENCES statement,
  statement_id bigint NOT NULL REFERENCES statement,
  amount fen NOT NULL CHECK (amount > 0),
  CHECK ((credit_no IS NULL) <> (credit_statement_id IS NULL))
);
CREATE INDEX allocation_statement ON allocation (statement_id);
CREATE INDEX allocation_credit ON allocation (credit_no) WHERE credit_no IS NOT NULL;
`;

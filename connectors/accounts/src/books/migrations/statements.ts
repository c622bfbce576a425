/** On account between payments: repayment, write-off, statements and what each of them still waits for. */
export const STATEMENTS = `
CREATE FUNCTION book_credit(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := need_holding(req || '{"book": "signAccount"}'); op operation; a account := account_of(h.id, 'receivable');
BEGIN
  op := begin_operation(req || '{"book": "signAccount"}', req->>'kind', h.id, NULL);
  IF op.no IS NULL THEN RETURN repeated_answer(req, req->>'kind'); END IF;
  IF op.amount = 0 THEN PERFORM refuse('nothing'); END IF;
  IF op.kind = 'writeOff' AND op.amount > -a.balance THEN PERFORM refuse('moreThanOwed'); END IF;
  PERFORM post(op.no, a.id, op.amount);
  PERFORM post_merchant(op, CASE op.kind WHEN 'repay' THEN 'repayClearing' ELSE 'writeOff' END, -op.amount);
  PERFORM allocate(h.id);
  RETURN answer_of(op, req->>'zone');
END $$;

-- What a period added to the debt; below 0 where more came back than was charged.
CREATE FUNCTION period_debt(s statement) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT (s.charges - s.refunds - s.adjustments)::bigint
$$;

-- Allocates repayments, write-offs and periods with a surplus to the oldest statements that wait for money.
CREATE FUNCTION allocate(p_holding bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE c record; s record; give bigint; rest bigint;
BEGIN
  FOR c IN
    SELECT o.no, NULL::bigint AS statement, o.amount - coalesce(sum(x.amount), 0) AS open, o.created_at AS at
      FROM operation o LEFT JOIN allocation x ON x.credit_no = o.no
     WHERE o.holding_id = p_holding AND o.kind IN ('repay', 'writeOff') AND o.state = 'done'
     GROUP BY o.no HAVING o.amount > coalesce(sum(x.amount), 0)
    UNION ALL
    SELECT NULL, t.id, -period_debt(t) - coalesce(sum(x.amount), 0), t.issued_at
      FROM statement t LEFT JOIN allocation x ON x.credit_statement_id = t.id
     WHERE t.holding_id = p_holding AND period_debt(t) < 0
     GROUP BY t.id HAVING -period_debt(t) > coalesce(sum(x.amount), 0)
    ORDER BY at, no, statement
  LOOP
    rest := c.open;
    FOR s IN SELECT t.id, period_debt(t) - coalesce((SELECT sum(amount) FROM allocation WHERE statement_id = t.id), 0) AS open
        FROM statement t WHERE t.holding_id = p_holding AND t.status = 'issued' ORDER BY t.from_date
    LOOP
      EXIT WHEN rest = 0;
      give := least(rest, s.open);
      CONTINUE WHEN give <= 0;
      INSERT INTO allocation (credit_no, credit_statement_id, statement_id, amount) VALUES (c.no, c.statement, s.id, give);
      rest := rest - give;
    END LOOP;
  END LOOP;
  UPDATE statement t SET status = 'paid' WHERE t.holding_id = p_holding AND t.status = 'issued'
    AND period_debt(t) <= coalesce((SELECT sum(amount) FROM allocation WHERE statement_id = t.id), 0);
END $$;

-- Bills every operation up to this business date that no statement has. The lock of the holding's row decides between
-- this and an operation that runs at the same time: what comes later is in the next statement.
CREATE FUNCTION close_statement(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  h holding := need_holding(req || '{"book": "signAccount"}'); before statement; s statement; t record;
  last_day date := (req->>'toDate')::date; a bigint := (account_of(h.id, 'receivable')).id;
BEGIN
  IF last_day > (books_now() AT TIME ZONE (req->>'zone'))::date THEN PERFORM refuse('inFuture'); END IF;
  SELECT * INTO before FROM statement WHERE holding_id = h.id ORDER BY from_date DESC LIMIT 1;
  IF before.to_date = last_day THEN RETURN show_statement(before.id); END IF;
  IF last_day < coalesce(before.to_date, h.opened_on) THEN PERFORM refuse('closedAlready'); END IF;
  SELECT coalesce(-sum(e.amount) FILTER (WHERE o.kind = 'pay'), 0) AS charges,
      coalesce(sum(e.amount) FILTER (WHERE o.kind = 'refund'), 0) AS refunds,
      coalesce(sum(e.amount) FILTER (WHERE o.kind = 'repay'), 0) AS repayments,
      coalesce(sum(e.amount) FILTER (WHERE o.kind = 'writeOff'), 0) AS write_offs,
      coalesce(sum(e.amount) FILTER (WHERE o.kind = 'adjust'), 0) AS adjustments
    INTO t FROM operation o JOIN entry e ON e.operation_no = o.no AND e.account_id = a
   WHERE o.holding_id = h.id AND o.statement_id IS NULL AND o.state = 'done' AND o.business_date <= last_day;
  INSERT INTO statement (holding_id, from_date, to_date, opening, charges, refunds, repayments, write_offs, adjustments,
      closing, due_date, issued_at)
    VALUES (h.id, coalesce(before.to_date + 1, h.opened_on), last_day, coalesce(before.closing, 0), t.charges, t.refunds,
      t.repayments, t.write_offs, t.adjustments, coalesce(before.closing, 0) + t.charges - t.refunds - t.repayments
        - t.write_offs - t.adjustments, coalesce((req->>'dueDate')::date, last_day + 30), books_now())
    RETURNING * INTO s;
  UPDATE operation SET statement_id = s.id
   WHERE holding_id = h.id AND statement_id IS NULL AND state = 'done' AND business_date <= last_day;
  PERFORM allocate(h.id);
  RETURN show_statement(s.id);
END $$;

CREATE FUNCTION show_statement(p_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', s.id, 'partyUUID', p.external_uuid, 'fromDate', s.from_date, 'toDate', s.to_date, 'opening', s.opening,
    'charges', s.charges, 'refunds', s.refunds, 'repayments', s.repayments, 'writeOffs', s.write_offs,
    'adjustments', s.adjustments, 'closing', s.closing, 'dueDate', s.due_date, 'status', s.status,
    'unpaid', greatest(0, period_debt(s) - coalesce((SELECT sum(amount) FROM allocation WHERE statement_id = s.id), 0)))
  FROM statement s JOIN holding h ON h.id = s.holding_id JOIN party p ON p.id = h.party_id WHERE s.id = p_id
$$;

-- Accounts that a closing of this day would bill: opened by then, and not closed up to it.
CREATE FUNCTION due_accounts(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF (req->>'toDate')::date > (books_now() AT TIME ZONE (req->>'zone'))::date THEN PERFORM refuse('inFuture'); END IF;
  RETURN (SELECT coalesce(jsonb_agg(p.external_uuid ORDER BY p.external_uuid), '[]') FROM holding h JOIN party p ON p.id = h.party_id
   WHERE h.merchant_uuid = req->>'merchant' AND h.book = 'signAccount' AND h.opened_on <= (req->>'toDate')::date
     AND NOT EXISTS (SELECT FROM statement s WHERE s.holding_id = h.id AND s.to_date > (req->>'toDate')::date));
END $$;

CREATE FUNCTION list_statements(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := find_holding(req || '{"book": "signAccount"}');
BEGIN
  IF h.id IS NULL THEN PERFORM refuse('noAccount'); END IF;
  RETURN coalesce((SELECT jsonb_agg(show_statement(id) ORDER BY from_date) FROM statement WHERE holding_id = h.id), '[]');
END $$;

-- The lines of one statement of this merchant, oldest first; amount above 0 adds to the debt.
CREATE FUNCTION statement_lines(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE s statement; lines jsonb;
BEGIN
  SELECT t.* INTO s FROM statement t JOIN holding h ON h.id = t.holding_id
   WHERE t.id = (req->>'statementId')::bigint AND h.merchant_uuid = req->>'merchant';
  IF NOT FOUND THEN PERFORM refuse('noStatement'); END IF;
  SELECT jsonb_agg(jsonb_build_object('businessDate', o.business_date, 'operationNo', o.no, 'orderNo', o.order_no,
      'kind', o.kind, 'signer', coalesce(p.name, ''), 'note', o.note, 'amount', -e.amount) ORDER BY e.version)
    INTO lines FROM operation o JOIN entry e ON e.operation_no = o.no JOIN account a ON a.id = e.account_id
    LEFT JOIN signed g ON g.operation_no = o.no LEFT JOIN signer p ON p.id = g.signer_id
   WHERE o.statement_id = s.id AND a.kind = 'receivable';
  RETURN jsonb_build_object('statement', show_statement(s.id), 'lines', coalesce(lines, '[]'));
END $$;

-- Unpaid fen of issued statements by days past their due date, and what no statement has yet.
CREATE FUNCTION ageing(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := find_holding(req || '{"book": "signAccount"}'); today date := (books_now() AT TIME ZONE (req->>'zone'))::date;
BEGIN
  IF h.id IS NULL THEN PERFORM refuse('noAccount'); END IF;
  RETURN (SELECT jsonb_build_object('owed', -(account_of(h.id, 'receivable')).balance,
      'upTo30', coalesce(sum(unpaid) FILTER (WHERE days <= 30), 0), 'upTo60', coalesce(sum(unpaid) FILTER (WHERE days BETWEEN 31 AND 60), 0),
      'upTo90', coalesce(sum(unpaid) FILTER (WHERE days BETWEEN 61 AND 90), 0), 'over90', coalesce(sum(unpaid) FILTER (WHERE days > 90), 0))
    FROM (SELECT (show_statement(t.id)->>'unpaid')::bigint AS unpaid, today - t.due_date AS days
      FROM statement t WHERE t.holding_id = h.id AND t.status = 'issued') open);
END $$;
`;

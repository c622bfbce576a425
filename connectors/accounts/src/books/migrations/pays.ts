/** The calls of the gateway: pay, query, cancel. Each is one transaction; each answer is final. */
export const PAYS = `
CREATE FUNCTION book_pay(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := find_holding(req); op operation; why text := req->>'decline';
BEGIN
  IF why IS NULL AND h.id IS NULL THEN why := 'noAccount'; END IF;
  op := begin_operation(req || jsonb_build_object('decline', why), 'pay', h.id, NULL);
  IF op.no IS NULL THEN RETURN repeated_answer(req, 'pay'); END IF;
  IF why IS NULL THEN
    h := lock_holding(h.id);
    why := CASE
      WHEN h.status = 'frozen' THEN 'frozen'
      WHEN h.status = 'closed' THEN 'closed'
      WHEN h.book = 'signAccount' THEN pay_on_account(op, h, req)
      WHEN h.book = 'memberBalance' THEN pay_from_balance(op, h)
      ELSE pay_with_counts(op, h, req) END;
  END IF;
  RETURN finish_operation(op, why, req->>'zone');
END $$;

-- Each of the three answers why not, before it has changed anything, or NULL when it is done.
CREATE FUNCTION pay_on_account(op operation, h holding, req jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  a account := account_of(h.id, 'receivable'); s signer; used_today bigint; used_this_month bigint;
  day date := op.business_date; month date := date_trunc('month', op.business_date)::date;
BEGIN
  SELECT * INTO s FROM signer WHERE party_id = h.party_id AND external_uuid = req->>'signer';
  IF NOT FOUND THEN RETURN 'notASigner'; END IF;
  IF day < s.valid_from OR day > s.valid_to THEN RETURN 'signerStopped'; END IF;
  SELECT coalesce(sum(used) FILTER (WHERE u.day = op.business_date), 0), coalesce(sum(used), 0)
    INTO used_today, used_this_month FROM signer_use u
   WHERE signer_id = s.id AND u.day >= month AND u.day < month + interval '1 month';
  IF op.amount > s.per_op_limit OR used_today + op.amount > s.day_limit
    OR used_this_month + op.amount > s.month_limit THEN RETURN 'overPersonalLimit'; END IF;
  -- Of a charge only: a limit may be lowered below what is owed.
  IF a.balance - op.amount < -a.credit_limit THEN RETURN 'overLimit'; END IF;
  INSERT INTO signer_use AS u (signer_id, day, used) VALUES (s.id, op.business_date, op.amount)
    ON CONFLICT ON CONSTRAINT signer_use_pkey DO UPDATE SET used = u.used + excluded.used;
  INSERT INTO signed (operation_no, signer_id) VALUES (op.no, s.id);
  PERFORM post(op.no, a.id, -op.amount);
  PERFORM post_merchant(op, 'revenue', op.amount);
  RETURN NULL;
END $$;

CREATE FUNCTION pay_from_balance(op operation, h holding) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  principal account := account_of(h.id, 'principal'); bonus account := account_of(h.id, 'bonus');
  p bigint := usable(principal, op.created_at); b bigint := usable(bonus, op.created_at); took bigint[];
BEGIN
  IF p + b < op.amount THEN RETURN 'notEnough'; END IF;
  IF h.order_of_use = 'proportional' THEN
    p := div(op.amount::numeric * p, p + b)::bigint;
    b := op.amount - p;
    took := ARRAY[p, b];
    PERFORM use_lots(op, ARRAY[principal.id], ARRAY[p], p) WHERE p > 0;
    PERFORM use_lots(op, ARRAY[bonus.id], ARRAY[b], b) WHERE b > 0;
  ELSE
    took := use_lots(op, ARRAY[principal.id, bonus.id], ARRAY[p, b], op.amount);
  END IF;
  PERFORM post(op.no, principal.id, -took[1]);
  PERFORM post(op.no, bonus.id, -took[2]);
  PERFORM post_merchant(op, 'revenue', op.amount);
  RETURN NULL;
END $$;

-- All or nothing over the items, whose counts are summed and in order.
CREATE FUNCTION pay_with_counts(op operation, h holding, req jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE i record; a account; total numeric := 0;
BEGIN
  FOR i IN SELECT * FROM jsonb_to_recordset(req->'items') AS x(asset text, count bigint) LOOP
    a := account_of(h.id, 'count', i.asset);
    IF a.id IS NULL THEN RETURN 'noSuchItem'; END IF;
    IF usable(a, op.created_at) < i.count THEN RETURN 'notEnoughCounts'; END IF;
    -- One item without a price, and the amount is only carried.
    total := total + i.count::numeric * a.unit_price;
  END LOOP;
  IF total <> op.amount THEN RETURN 'wrongAmount'; END IF;
  FOR i IN SELECT * FROM jsonb_to_recordset(req->'items') AS x(asset text, count bigint) LOOP
    a := account_of(h.id, 'count', i.asset);
    PERFORM use_lots(op, ARRAY[a.id], ARRAY[i.count], i.count);
    INSERT INTO pay_item (pay_no, account_id, count, unit_price) VALUES (op.no, a.id, i.count, a.unit_price);
    PERFORM post(op.no, a.id, -i.count);
    PERFORM post_merchant(op, 'countUsed', i.count, a.asset);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION book_query(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE op operation;
BEGIN
  SELECT * INTO op FROM operation WHERE no = req->>'no' AND kind IN ('pay', 'refund', 'cancelMark');
  IF NOT FOUND THEN RETURN '{"ret": "notFound"}'; END IF;
  RETURN answer_of(op, req->>'zone');
END $$;

-- A number that never came is marked, for whichever merchant it will be: when it comes after all it is declined.
CREATE FUNCTION book_cancel(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE op operation := begin_operation(req || '{"amount": 0, "merchant": "", "hash": ""}', 'cancelMark', NULL, NULL);
BEGIN
  IF op.no IS NOT NULL THEN RETURN '{"ret": "notFound"}'; END IF;
  SELECT * INTO STRICT op FROM operation WHERE no = req->>'no';
  IF op.kind NOT IN ('pay', 'cancelMark') THEN RETURN '{"ret": "conflict"}'; END IF;
  RETURN jsonb_build_object('ret', CASE op.state WHEN 'done' THEN 'failed' WHEN 'declined' THEN 'success' ELSE 'notFound' END);
END $$;

-- Calls of one moment about one holding, in order, in one transaction: they share its commit.
CREATE FUNCTION book_calls(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE c jsonb; r jsonb; answers jsonb[] := '{}';
BEGIN
  FOR c IN SELECT value FROM jsonb_array_elements(req->'calls') WITH ORDINALITY ORDER BY ordinality LOOP
    r := c->'request' || jsonb_build_object('zone', req->>'zone');
    answers := answers || CASE c->>'call' WHEN 'pay' THEN book_pay(r) ELSE book_refund(r) END;
  END LOOP;
  RETURN to_jsonb(answers);
END $$;
`;

/** Refunds of payments: to the same account, the same lots, the same pieces. A closed or frozen holding takes them too. */
export const REFUNDS = `
CREATE FUNCTION book_refund(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE paid operation; op operation; h holding; why text := req->>'decline'; refunded numeric;
BEGIN
  SELECT * INTO paid FROM operation WHERE no = req->>'payNo' AND kind = 'pay'
    AND merchant_uuid = req->>'merchant' AND book = req->>'book';
  IF why IS NULL THEN
    why := CASE WHEN paid.no IS NULL THEN 'noPayment' WHEN paid.state <> 'done' THEN 'notPaid' END;
  END IF;
  op := begin_operation(req || jsonb_build_object('decline', why), 'refund', paid.holding_id, paid.no);
  IF op.no IS NULL THEN RETURN repeated_answer(req, 'refund'); END IF;
  IF why IS NULL THEN
    h := lock_holding(paid.holding_id);
    SELECT coalesce(sum(amount), 0) INTO refunded FROM operation
     WHERE source_no = paid.no AND kind = 'refund' AND state = 'done' AND no <> op.no;
    why := CASE
      WHEN refunded + op.amount > paid.amount THEN 'overRefund'
      WHEN h.book = 'signAccount' THEN refund_on_account(op, paid, h)
      WHEN h.book = 'memberBalance' THEN refund_to_balance(op, h, req, ARRAY[refunded, paid.amount])
      ELSE refund_counts(op, h, req, paid.amount - refunded) END;
  END IF;
  RETURN finish_operation(op, why, req->>'zone');
END $$;

CREATE FUNCTION refund_on_account(op operation, paid operation, h holding) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  -- On the same day the person may sign for it again.
  UPDATE signer_use u SET used = u.used - op.amount FROM signed s
   WHERE paid.business_date = op.business_date AND s.operation_no = paid.no
     AND u.signer_id = s.signer_id AND u.day = op.business_date;
  PERFORM post(op.no, (account_of(h.id, 'receivable')).id, op.amount);
  PERFORM post_merchant(op, 'revenue', -op.amount);
  RETURN NULL;
END $$;

-- so_far: what was refunded before, and the payment's amount.
CREATE FUNCTION refund_to_balance(op operation, h holding, req jsonb, so_far numeric[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  principal account := account_of(h.id, 'principal'); bonus account := account_of(h.id, 'bonus');
  principal_used numeric; p bigint;
BEGIN
  PERFORM post_merchant(op, 'revenue', -op.amount);
  IF h.order_of_use <> 'proportional' THEN
    PERFORM return_lots(op, ARRAY[principal.id, bonus.id], op.amount, req->>'zone');
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(used), 0) INTO principal_used FROM lot_use x JOIN lot l ON l.id = x.lot_id
   WHERE x.operation_no = op.source_no AND l.account_id = principal.id;
  -- The principal's part of all refunds so far, rounded down, less its part before: the parts sum exactly.
  p := div((so_far[1] + op.amount) * principal_used, so_far[2]) - div(so_far[1] * principal_used, so_far[2]);
  PERFORM return_lots(op, ARRAY[principal.id], p, req->>'zone');
  PERFORM return_lots(op, ARRAY[bonus.id], op.amount - p, req->>'zone');
  RETURN NULL;
END $$;

-- Which pieces: those that the request names, all that are left for all of the money that is left, or the only
-- combination of prices that makes the amount.
CREATE FUNCTION refund_counts(op operation, h holding, req jsonb, money_left numeric) RETURNS text LANGUAGE plpgsql AS $$
DECLARE i record; item pay_item; worth numeric := 0; is_last boolean; chosen jsonb := req->'items';
BEGIN
  IF chosen IS NULL OR chosen = 'null' THEN
    chosen := CASE WHEN op.amount = money_left
      THEN (SELECT jsonb_agg(jsonb_build_object('account', account_id, 'count', count - returned))
              FROM pay_item WHERE pay_no = op.source_no AND count > returned)
      ELSE only_combination(op.source_no, op.amount) END;
    IF chosen IS NULL THEN RETURN 'nameItems'; END IF;
  ELSE
    SELECT jsonb_agg(jsonb_build_object('account', (account_of(h.id, 'count', x.asset)).id, 'count', x.count))
      INTO chosen FROM jsonb_to_recordset(req->'items') AS x(asset text, count bigint);
  END IF;
  FOR i IN SELECT * FROM jsonb_to_recordset(chosen) AS x(account bigint, count bigint) LOOP
    SELECT * INTO item FROM pay_item WHERE pay_no = op.source_no AND account_id = i.account;
    IF NOT FOUND OR item.returned + i.count > item.count THEN RETURN 'overRefundCounts'; END IF;
    worth := worth + i.count::numeric * item.unit_price;
  END LOOP;
  is_last := (SELECT sum(count - returned) FROM pay_item WHERE pay_no = op.source_no)
    = (SELECT sum(x.count) FROM jsonb_to_recordset(chosen) AS x(count bigint));
  -- The last piece takes what is left of the money, and the last of the money the last piece.
  IF is_last <> (op.amount = money_left) OR (NOT is_last AND worth <> op.amount) THEN RETURN 'wrongAmount'; END IF;
  FOR i IN SELECT * FROM jsonb_to_recordset(chosen) AS x(account bigint, count bigint) LOOP
    PERFORM return_pieces(op, i.account, i.count, req->>'zone');
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION return_pieces(op operation, p_account bigint, p_count bigint, zone text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE pay_item SET returned = returned + p_count WHERE pay_no = op.source_no AND account_id = p_account;
  INSERT INTO refund_item (refund_no, account_id, count) VALUES (op.no, p_account, p_count);
  PERFORM post_merchant(op, 'countUsed', -p_count, (SELECT asset FROM account WHERE id = p_account));
  PERFORM return_lots(op, ARRAY[p_account], p_count, zone);
END $$;

-- The pieces of a payment that make this amount, when there is exactly one way; NULL otherwise, also where there would
-- be more than 10,000 ways to try.
CREATE FUNCTION only_combination(p_pay text, p_amount bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE ways jsonb[];
BEGIN
  IF EXISTS (SELECT FROM pay_item WHERE pay_no = p_pay AND unit_price IS NULL)
    OR (SELECT sum(ln(count - returned + 1)) > ln(10000) FROM pay_item WHERE pay_no = p_pay) THEN RETURN NULL; END IF;
  WITH RECURSIVE item AS (
    SELECT row_number() OVER (ORDER BY account_id) AS n, account_id, unit_price, count - returned AS most
      FROM pay_item WHERE pay_no = p_pay
  ), way AS (
    SELECT 0::bigint AS n, 0::numeric AS worth, '[]'::jsonb AS pieces
    UNION ALL
    SELECT i.n, w.worth + c * i.unit_price,
        CASE c WHEN 0 THEN w.pieces ELSE w.pieces || jsonb_build_object('account', i.account_id, 'count', c) END
      FROM way w JOIN item i ON i.n = w.n + 1, generate_series(0, i.most) c
     WHERE w.worth + c * i.unit_price <= p_amount
  )
  SELECT array_agg(pieces) INTO ways FROM (
    SELECT pieces FROM way WHERE n = (SELECT max(n) FROM item) AND worth = p_amount LIMIT 2) found;
  RETURN CASE WHEN cardinality(ways) = 1 THEN ways[1] END;
END $$;
`;

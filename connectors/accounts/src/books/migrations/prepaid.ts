/**
 * Stored value and counts outside of payments: top-up, its refund, opening balances, adjustment, expiry. An operation
 * that is refused writes nothing; the same key may be tried again.
 */
export const PREPAID = `

CREATE FUNCTION book_top_up(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  kind text := coalesce(req->>'kind', 'topUp'); h holding := need_holding(req); op operation; bonus bigint;
  clearing text := CASE kind WHEN 'import' THEN 'opening' ELSE 'topUpClearing' END;
BEGIN
  op := begin_operation(req, kind, h.id, NULL);
  IF op.no IS NULL THEN RETURN repeated_answer(req, kind); END IF;
  IF h.status = 'closed' THEN PERFORM refuse('closed'); END IF;
  IF h.book = 'memberCount' THEN
    PERFORM add_counts(op, h, i || jsonb_build_object('zone', req->>'zone'), clearing) FROM jsonb_array_elements(req->'items') i;
    RETURN answer_of(op, req->>'zone');
  END IF;
  bonus := (req->>'bonus')::bigint;
  IF bonus + op.amount <= 0 THEN PERFORM refuse('nothing'); END IF;
  PERFORM add_lot(op, account_of(h.id, 'principal'), op.amount,
    jsonb_build_object('paidValue', op.amount, 'priority', req->'priority'));
  PERFORM post_merchant(op, clearing, -op.amount);
  PERFORM add_lot(op, account_of(h.id, 'bonus'), bonus,
    jsonb_build_object('expiresAt', req->'bonusExpiresAt', 'zone', req->'zone', 'priority', req->'priority'));
  PERFORM post_merchant(op, CASE kind WHEN 'import' THEN 'opening' ELSE 'bonusExpense' END, -bonus);
  RETURN answer_of(op, req->>'zone');
END $$;

CREATE FUNCTION count_account(h holding, p_asset text, p_price bigint) RETURNS account LANGUAGE plpgsql AS $$
DECLARE a account;
BEGIN
  INSERT INTO account AS x (merchant_uuid, holding_id, kind, asset, balance, unit_price)
    VALUES (h.merchant_uuid, h.id, 'count', p_asset, 0, p_price)
    ON CONFLICT (holding_id, kind, asset) WHERE holding_id IS NOT NULL
      DO UPDATE SET unit_price = coalesce(p_price, x.unit_price)
    RETURNING * INTO a;
  RETURN a;
END $$;

CREATE FUNCTION add_counts(op operation, h holding, item jsonb, clearing text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE a account := count_account(h, item->>'asset', (item->>'unitPrice')::bigint); n bigint := (item->>'count')::bigint;
BEGIN
  PERFORM add_lot(op, a, n, item);
  PERFORM post_merchant(op, clearing, -n, a.asset);
END $$;

-- At most what is left of the top-up's own principal, or of its pieces. The bonus of the same top-up is taken back:
-- what is left of it, or its part of what was refunded (the merchant's policy).
CREATE FUNCTION book_top_up_refund(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  bought operation; op operation; h holding; l record; take bigint; clearing text;
BEGIN
  SELECT * INTO bought FROM operation WHERE no = req->>'topUpNo' AND merchant_uuid = req->>'merchant' AND kind IN ('topUp', 'import');
  IF NOT FOUND THEN PERFORM refuse('noTopUp'); END IF;
  h := lock_holding(bought.holding_id);
  op := begin_operation(req || jsonb_build_object('book', h.book), 'topUpRefund', h.id, bought.no);
  IF op.no IS NULL THEN RETURN repeated_answer(req, 'topUpRefund'); END IF;
  IF op.amount > bought.amount - coalesce((SELECT sum(amount) FROM operation
      WHERE source_no = bought.no AND kind = 'topUpRefund' AND no <> op.no), 0) THEN PERFORM refuse('moreThanLeft'); END IF;
  clearing := CASE bought.kind WHEN 'import' THEN 'opening' ELSE 'topUpClearing' END;
  IF h.book = 'memberCount' THEN
    IF jsonb_array_length(coalesce(req->'items', '[]')) = 0 THEN PERFORM refuse('nameItems'); END IF;
    FOR l IN SELECT x.count, t.* FROM jsonb_to_recordset(req->'items') AS x(asset text, count bigint)
        LEFT JOIN (SELECT lot.id, lot.remaining, a.asset AS of_asset, a.id AS account FROM lot JOIN account a ON a.id = lot.account_id
          WHERE lot.source_no = bought.no) t ON t.of_asset = x.asset
    LOOP
      IF l.id IS NULL OR l.count > l.remaining THEN PERFORM refuse('moreThanLeft'); END IF;
      PERFORM take_back(op, l.id, l.count);
      PERFORM post_merchant(op, clearing, l.count, l.of_asset);
    END LOOP;
    RETURN answer_of(op, req->>'zone');
  END IF;
  SELECT * INTO l FROM lot WHERE source_no = bought.no AND kind = 'principal';
  IF NOT FOUND OR op.amount > least(l.remaining, (SELECT balance - held FROM account WHERE id = l.account_id))
    OR op.amount = 0 THEN PERFORM refuse('moreThanLeft'); END IF;
  PERFORM take_back(op, l.id, op.amount);
  PERFORM post_merchant(op, clearing, op.amount);
  take := claw_back(op, l.id, l.original);
  PERFORM post_merchant(op, CASE bought.kind WHEN 'import' THEN 'opening' ELSE 'bonusExpense' END, take);
  RETURN answer_of(op, req->>'zone');
END $$;

CREATE FUNCTION take_back(op operation, p_lot bigint, p_amount bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE a bigint;
BEGIN
  UPDATE lot SET remaining = remaining - p_amount WHERE id = p_lot RETURNING account_id INTO a;
  PERFORM end_lot(op, p_lot, 'refunded', p_amount);
  PERFORM post(op.no, a, -p_amount);
END $$;

CREATE FUNCTION claw_back(op operation, p_principal bigint, p_original bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE b lot; take bigint; refunded numeric; before bigint;
BEGIN
  SELECT * INTO b FROM lot WHERE source_no = op.source_no AND kind = 'bonus';
  IF NOT FOUND OR b.remaining = 0 THEN RETURN 0; END IF;
  take := b.remaining;
  IF (SELECT clawback FROM merchant WHERE merchant_uuid = op.merchant_uuid) = 'proportional' THEN
    SELECT sum(amount) INTO refunded FROM lot_end WHERE lot_id = p_principal AND reason = 'refunded';
    SELECT coalesce(sum(amount), 0) INTO before FROM lot_end WHERE lot_id = b.id AND reason = 'refunded';
    take := least(take, greatest(0, ceil(b.original * refunded / p_original)::bigint - before));
  END IF;
  IF take > 0 THEN PERFORM take_back(op, b.id, take); END IF;
  RETURN take;
END $$;

-- signed: above 0 gives, below 0 takes; on account above 0 lowers what is owed.
CREATE FUNCTION book_adjust(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := need_holding(req); op operation; a account; signed bigint := (req->>'signed')::bigint;
BEGIN
  op := begin_operation(req, 'adjust', h.id, NULL);
  IF op.no IS NULL THEN RETURN repeated_answer(req, 'adjust'); END IF;
  a := account_of(h.id, req->>'account', coalesce(req->>'asset', 'CNY'));
  IF a.id IS NULL THEN PERFORM refuse('noAccount'); END IF;
  IF signed = 0 THEN PERFORM refuse('nothing'); END IF;
  IF a.kind = 'receivable' THEN
    PERFORM post(op.no, a.id, signed);
  ELSIF signed > 0 THEN
    PERFORM add_lot(op, a, signed, jsonb_build_object('expiresAt', req->'expiresAt', 'zone', req->'zone'));
  ELSE
    IF usable(a, op.created_at) < -signed THEN PERFORM refuse('notEnough'); END IF;
    PERFORM use_lots(op, ARRAY[a.id], ARRAY[-signed], -signed);
    PERFORM post(op.no, a.id, signed);
  END IF;
  PERFORM post_merchant(op, 'adjustment', -signed, a.asset);
  RETURN answer_of(op, req->>'zone');
END $$;

CREATE FUNCTION due_holdings(req jsonb) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(jsonb_agg(holding_id), '[]') FROM (
    SELECT DISTINCT a.holding_id FROM lot l JOIN account a ON a.id = l.account_id
     WHERE l.remaining > 0 AND l.expires_at <= books_now() LIMIT (req->>'limit')::int) due
$$;

-- Books what is left of expired lots as breakage; 0 when a parallel sweep or nothing was there.
CREATE FUNCTION expire_holding(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := lock_holding((req->>'holding')::bigint); op operation; l record; total bigint; at timestamptz := books_now();
BEGIN
  SELECT sum(remaining) INTO total FROM lot JOIN account a ON a.id = lot.account_id
   WHERE a.holding_id = h.id AND remaining > 0 AND expires_at <= at;
  IF total IS NULL THEN RETURN '0'; END IF;
  op := begin_operation(req || jsonb_build_object('no', 'E' || nextval('order_no'), 'merchant', h.merchant_uuid,
    'book', h.book, 'amount', total, 'hash', ''), 'expire', h.id, NULL);
  FOR l IN SELECT lot.id, lot.remaining, a.id AS account, a.asset FROM lot JOIN account a ON a.id = lot.account_id
     WHERE a.holding_id = h.id AND remaining > 0 AND expires_at <= at ORDER BY lot.id
  LOOP
    UPDATE lot SET remaining = 0 WHERE id = l.id;
    PERFORM end_lot(op, l.id, 'expired', l.remaining);
    PERFORM post(op.no, l.account, -l.remaining);
    PERFORM post_merchant(op, 'breakage', l.remaining, l.asset);
  END LOOP;
  RETURN to_jsonb(total);
END $$;
`;

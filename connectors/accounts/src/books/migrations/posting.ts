/** What every operation is made of: the clock, its row, its entries, and the lots that it uses, returns or ends. */
export const POSTING = `
-- The one clock of the books.
CREATE FUNCTION books_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

CREATE FUNCTION refuse(reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', reason USING ERRCODE = 'AC001';
END $$;

-- The end of a day, or the first midnight of the zone at or after a wall-clock time: a lot is usable until then.
CREATE FUNCTION midnight_after(wall text, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT (CASE WHEN length(wall) > 10 AND wall::timestamp = date_trunc('day', wall::timestamp) THEN wall::timestamp
    ELSE date_trunc('day', wall::timestamp) + interval '1 day' END) AT TIME ZONE zone
$$;

CREATE FUNCTION find_holding(req jsonb) RETURNS holding LANGUAGE sql STABLE AS $$
  SELECT h.* FROM party p JOIN holding h ON h.party_id = p.id
   WHERE p.merchant_uuid = req->>'merchant' AND p.external_uuid = req->>'party' AND h.book = req->>'book'
     AND p.kind = CASE req->>'book' WHEN 'signAccount' THEN 'company' ELSE 'member' END
$$;

-- Whoever has this row has the holding's accounts, lots, signers and statements.
CREATE FUNCTION lock_holding(p_id bigint) RETURNS holding LANGUAGE sql VOLATILE AS $$
  SELECT * FROM holding WHERE id = p_id FOR NO KEY UPDATE
$$;

-- Writes the operation's row; its number is the key. NULL where the number is there already: a parallel writer of the
-- same number is waited for in the unique index.
CREATE FUNCTION begin_operation(req jsonb, p_kind text, p_holding bigint, p_source text) RETURNS operation
LANGUAGE plpgsql AS $$
DECLARE op operation; t timestamptz := books_now(); day date := (t AT TIME ZONE (req->>'zone'))::date;
BEGIN
  INSERT INTO operation (no, merchant_uuid, kind, book, source_no, holding_id, amount, request_hash, state, reason,
      order_no, note, business_date, created_at)
    VALUES (req->>'no', req->>'merchant', p_kind, req->>'book', p_source, p_holding, (req->>'amount')::bigint,
      req->>'hash', CASE WHEN p_kind = 'cancelMark' THEN 'cancelled' WHEN req->>'decline' IS NULL THEN 'done' ELSE 'declined' END,
      req->>'decline',
      'A' || to_char(day, 'YYYYMMDD') || lpad(nextval('order_no')::text, 10, '0'),
      coalesce(req->>'note', ''), day, t)
    ON CONFLICT (no) DO NOTHING RETURNING * INTO op;
  RETURN op;
END $$;

CREATE FUNCTION answer_of(op operation, zone text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('ret', CASE op.state WHEN 'done' THEN 'success' ELSE 'failed' END,
    'orderNo', op.order_no, 'reason', CASE op.state WHEN 'cancelled' THEN 'cancelled' ELSE op.reason END,
    'operationNo', op.no, 'finishedAt', to_char(op.created_at AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI:SS'))
$$;

-- What the number already came to; 'conflict' where it was another request.
CREATE FUNCTION repeated_answer(req jsonb, p_kind text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE op operation;
BEGIN
  SELECT * INTO STRICT op FROM operation WHERE no = req->>'no';
  IF op.kind = 'cancelMark' AND p_kind = 'pay' THEN RETURN answer_of(op, req->>'zone'); END IF;
  IF op.merchant_uuid <> req->>'merchant' OR op.kind <> p_kind OR op.request_hash <> req->>'hash' THEN RETURN '{"ret": "conflict"}'; END IF;
  RETURN answer_of(op, req->>'zone');
END $$;

-- Declines for ever: the same number must not succeed later.
CREATE FUNCTION finish_operation(op operation, why text, zone text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF why IS NOT NULL AND op.state = 'done' THEN
    UPDATE operation SET state = 'declined', reason = why WHERE no = op.no RETURNING * INTO op;
  END IF;
  RETURN answer_of(op, zone);
END $$;

CREATE FUNCTION account_of(p_holding bigint, p_kind text, p_asset text DEFAULT 'CNY') RETURNS account LANGUAGE sql STABLE AS $$
  SELECT * FROM account WHERE holding_id = p_holding AND kind = p_kind AND asset = p_asset
$$;

-- On an account of a holding: its balance follows.
CREATE FUNCTION post(p_no text, p_account bigint, p_amount bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE a account;
BEGIN
  IF p_amount = 0 THEN RETURN; END IF;
  UPDATE account SET balance = balance + p_amount, version = version + 1 WHERE id = p_account RETURNING * INTO STRICT a;
  INSERT INTO entry (operation_no, seq, account_id, asset, amount, balance_after, version)
    VALUES (p_no, (SELECT count(*) + 1 FROM entry WHERE operation_no = p_no), a.id, a.asset, p_amount, a.balance,
      a.version);
END $$;

-- On the merchant's own account of this kind, which is made with its first entry and has no balance of its own.
CREATE FUNCTION post_merchant(op operation, p_kind text, p_amount bigint, p_asset text DEFAULT 'CNY') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE found_id bigint;
BEGIN
  IF p_amount = 0 THEN RETURN; END IF;
  SELECT id INTO found_id FROM account
   WHERE merchant_uuid = op.merchant_uuid AND kind = p_kind AND asset = p_asset AND holding_id IS NULL;
  IF NOT FOUND THEN
    INSERT INTO account (merchant_uuid, kind, asset) VALUES (op.merchant_uuid, p_kind, p_asset) ON CONFLICT DO NOTHING;
    SELECT id INTO STRICT found_id FROM account
     WHERE merchant_uuid = op.merchant_uuid AND kind = p_kind AND asset = p_asset AND holding_id IS NULL;
  END IF;
  INSERT INTO entry (operation_no, seq, account_id, asset, amount)
    VALUES (op.no, (SELECT count(*) + 1 FROM entry WHERE operation_no = op.no), found_id, p_asset, p_amount);
END $$;

-- What can be used of an account now: lots that have not expired, swept or not, less what is held.
CREATE FUNCTION usable(a account, at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(a.balance - a.held, coalesce(sum(remaining), 0))::bigint FROM lot
   WHERE account_id = a.id AND remaining > 0 AND (expires_at IS NULL OR expires_at > at)
$$;

-- Uses lots of these accounts, at most caps[i] of accounts[i], in a total order: expiring first, then by priority,
-- bonus before principal, oldest first. Answers what was used of each account; the caller has checked that it is there.
CREATE FUNCTION use_lots(op operation, accounts bigint[], caps bigint[], p_amount bigint) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
  l lot; i int; take bigint; rest bigint := p_amount; left_of bigint[] := caps;
  n int := (SELECT count(*) FROM lot_use WHERE operation_no = op.no);
BEGIN
  FOR l IN SELECT * FROM lot WHERE account_id = ANY (accounts) AND remaining > 0
      AND (expires_at IS NULL OR expires_at > op.created_at)
    ORDER BY expires_at NULLS LAST, priority, kind = 'principal', created_at, id
  LOOP
    EXIT WHEN rest = 0;
    i := array_position(accounts, l.account_id);
    take := least(rest, l.remaining, left_of[i]);
    CONTINUE WHEN take <= 0;
    UPDATE lot SET remaining = remaining - take WHERE id = l.id;
    n := n + 1;
    INSERT INTO lot_use (operation_no, lot_id, seq, used) VALUES (op.no, l.id, n, take);
    left_of[i] := left_of[i] - take;
    rest := rest - take;
  END LOOP;
  IF rest <> 0 THEN RAISE EXCEPTION 'lots of % do not hold %', op.no, p_amount USING ERRCODE = 'AC002'; END IF;
  RETURN ARRAY(SELECT caps[k] - left_of[k] FROM generate_subscripts(caps, 1) k ORDER BY k);
END $$;

-- Gives back to the lots that the payment used, in reverse order of use. What goes to a lot that expired meanwhile
-- expires at once, in the same operation, or lives for 30 more days (the merchant's policy).
CREATE FUNCTION return_lots(op operation, accounts bigint[], p_amount bigint, zone text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  u record; give bigint; rest bigint := p_amount;
  extends boolean := (SELECT expired_return = 'extend' FROM merchant WHERE merchant_uuid = op.merchant_uuid);
BEGIN
  FOR u IN SELECT x.lot_id, x.used - x.returned AS open, l.account_id, l.expires_at, a.asset
      FROM lot_use x JOIN lot l ON l.id = x.lot_id JOIN account a ON a.id = l.account_id
     WHERE x.operation_no = op.source_no AND l.account_id = ANY (accounts) AND x.used > x.returned ORDER BY x.seq DESC
  LOOP
    EXIT WHEN rest = 0;
    give := least(rest, u.open);
    rest := rest - give;
    UPDATE lot_use SET returned = returned + give WHERE operation_no = op.source_no AND lot_id = u.lot_id;
    INSERT INTO lot_return (refund_no, pay_no, lot_id, amount) VALUES (op.no, op.source_no, u.lot_id, give);
    PERFORM post(op.no, u.account_id, give);
    IF u.expires_at > op.created_at OR u.expires_at IS NULL OR extends THEN
      UPDATE lot SET remaining = remaining + give, expires_at = CASE WHEN expires_at <= op.created_at
        THEN midnight_after((op.created_at AT TIME ZONE zone + interval '30 days')::text, zone) ELSE expires_at END
       WHERE id = u.lot_id;
    ELSE
      PERFORM end_lot(op, u.lot_id, 'expired', give);
      PERFORM post(op.no, u.account_id, -give);
      PERFORM post_merchant(op, 'breakage', give, u.asset);
    END IF;
  END LOOP;
  IF rest <> 0 THEN RAISE EXCEPTION 'lots of % cannot take % back', op.source_no, p_amount USING ERRCODE = 'AC002'; END IF;
END $$;

CREATE FUNCTION end_lot(op operation, p_lot bigint, why text, p_amount bigint) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO lot_end (operation_no, lot_id, reason, amount) VALUES (op.no, p_lot, why, p_amount)
$$;

CREATE FUNCTION add_lot(op operation, a account, p_amount bigint, more jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF p_amount <= 0 THEN RETURN; END IF;
  INSERT INTO lot (account_id, kind, source_no, original, remaining, paid_value, priority, expires_at, created_at)
    VALUES (a.id, a.kind, op.no, p_amount, p_amount, coalesce((more->>'paidValue')::bigint, 0),
      coalesce((more->>'priority')::int, 0),
      midnight_after(more->>'expiresAt', more->>'zone'), op.created_at);
  PERFORM post(op.no, a.id, p_amount);
END $$;
`;

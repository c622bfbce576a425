/** Who has what: merchants and their policies, parties, holdings, signers, limits. All may be repeated. */
export const OPENINGS = `
CREATE FUNCTION set_merchant(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE m merchant;
BEGIN
  INSERT INTO merchant AS x (merchant_uuid, order_of_use, clawback, expired_return)
    VALUES (req->>'merchant', coalesce(req->>'orderOfUse', 'expiringFirst'), coalesce(req->>'clawback', 'all'),
      coalesce(req->>'expiredReturn', 'expire'))
    ON CONFLICT (merchant_uuid) DO UPDATE SET order_of_use = coalesce(req->>'orderOfUse', x.order_of_use),
      clawback = coalesce(req->>'clawback', x.clawback), expired_return = coalesce(req->>'expiredReturn', x.expired_return)
    RETURNING * INTO m;
  RETURN jsonb_build_object('orderOfUse', m.order_of_use, 'clawback', m.clawback, 'expiredReturn', m.expired_return);
END $$;

-- The holding of this party in this book, with its accounts, made where it is missing. Its order of use is the
-- merchant's at that moment, for ever.
CREATE FUNCTION open_holding(req jsonb) RETURNS holding LANGUAGE plpgsql AS $$
DECLARE h holding; p bigint;
BEGIN
  INSERT INTO merchant (merchant_uuid) VALUES (req->>'merchant') ON CONFLICT DO NOTHING;
  INSERT INTO party AS x (merchant_uuid, kind, external_uuid, name, phone_masked)
    VALUES (req->>'merchant', CASE req->>'book' WHEN 'signAccount' THEN 'company' ELSE 'member' END, req->>'party',
      coalesce(req->>'name', ''), coalesce(req->>'phoneMasked', ''))
    ON CONFLICT (merchant_uuid, kind, external_uuid) DO UPDATE SET name = coalesce(req->>'name', x.name),
      phone_masked = coalesce(req->>'phoneMasked', x.phone_masked)
    RETURNING id INTO p;
  INSERT INTO holding (merchant_uuid, party_id, book, order_of_use, opened_on)
    SELECT merchant_uuid, p, req->>'book', order_of_use, (books_now() AT TIME ZONE (req->>'zone'))::date
      FROM merchant WHERE merchant_uuid = req->>'merchant'
    ON CONFLICT DO NOTHING;
  h := lock_holding((find_holding(req)).id);
  INSERT INTO account (merchant_uuid, holding_id, kind, balance)
    SELECT h.merchant_uuid, h.id, kind, 0
      FROM unnest(CASE h.book WHEN 'signAccount' THEN ARRAY['receivable']
        WHEN 'memberBalance' THEN ARRAY['principal', 'bonus'] ELSE ARRAY[]::text[] END) AS kind
    ON CONFLICT DO NOTHING;
  RETURN h;
END $$;

CREATE FUNCTION open_book(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := open_holding(req);
BEGIN
  IF req->>'creditLimit' IS NOT NULL THEN
    UPDATE account SET credit_limit = (req->>'creditLimit')::bigint WHERE holding_id = h.id AND kind = 'receivable';
  END IF;
  RETURN show_holding(h.id, req->>'zone');
END $$;

CREATE FUNCTION need_holding(req jsonb) RETURNS holding LANGUAGE plpgsql AS $$
DECLARE h holding := find_holding(req);
BEGIN
  IF h.id IS NULL THEN PERFORM refuse('noAccount'); END IF;
  RETURN lock_holding(h.id);
END $$;

-- Status, credit limit and held amount; what the request does not name stays.
CREATE FUNCTION set_holding(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := need_holding(req); a account := account_of(h.id, 'principal'); hold bigint := (req->>'held')::bigint;
BEGIN
  IF hold IS NOT NULL AND (a.id IS NULL OR hold > a.balance) THEN PERFORM refuse('notEnough'); END IF;
  IF req->>'status' = 'closed' AND EXISTS (SELECT FROM account WHERE holding_id = h.id AND balance <> 0) THEN
    PERFORM refuse('notEmpty');
  END IF;
  UPDATE holding SET status = coalesce(req->>'status', status) WHERE id = h.id;
  UPDATE account SET held = hold WHERE id = a.id AND hold IS NOT NULL;
  UPDATE account SET credit_limit = coalesce((req->>'creditLimit')::bigint, credit_limit)
   WHERE holding_id = h.id AND kind = 'receivable';
  RETURN show_holding(h.id, req->>'zone');
END $$;

CREATE FUNCTION show_merchant(req jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('orderOfUse', coalesce(max(order_of_use), 'expiringFirst'),
    'clawback', coalesce(max(clawback), 'all'), 'expiredReturn', coalesce(max(expired_return), 'expire'))
    FROM merchant WHERE merchant_uuid = req->>'merchant'
$$;

CREATE FUNCTION show_signer(s signer) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('personUUID', s.external_uuid, 'name', s.name, 'validFrom', s.valid_from,
    'validTo', s.valid_to, 'perOpLimit', s.per_op_limit, 'dayLimit', s.day_limit, 'monthLimit', s.month_limit)
$$;

CREATE FUNCTION set_signer(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  h holding := need_holding(req || '{"book": "signAccount"}'); s signer;
  since date := coalesce((req->>'validFrom')::date,
    (SELECT valid_from FROM signer WHERE party_id = h.party_id AND external_uuid = req->>'person'),
    (books_now() AT TIME ZONE (req->>'zone'))::date);
BEGIN
  IF (req->>'validTo')::date < since - 1 THEN PERFORM refuse('badPeriod'); END IF;
  INSERT INTO signer (party_id, external_uuid, name, valid_from, valid_to, per_op_limit, day_limit, month_limit)
    VALUES (h.party_id, req->>'person', coalesce(req->>'name', ''), since,
      (req->>'validTo')::date, (req->>'perOpLimit')::bigint, (req->>'dayLimit')::bigint, (req->>'monthLimit')::bigint)
    ON CONFLICT (party_id, external_uuid) DO UPDATE SET name = coalesce(req->>'name', signer.name),
      valid_from = excluded.valid_from, valid_to = excluded.valid_to,
      per_op_limit = excluded.per_op_limit, day_limit = excluded.day_limit, month_limit = excluded.month_limit
    RETURNING * INTO s;
  RETURN show_signer(s);
END $$;

CREATE FUNCTION show_holding(p_id bigint, zone text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('merchantUUID', h.merchant_uuid, 'book', h.book, 'partyUUID', p.external_uuid, 'name', p.name,
    'phoneMasked', p.phone_masked, 'status', h.status, 'orderOfUse', h.order_of_use, 'openedOn', h.opened_on,
    'accounts', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', a.kind, 'asset', a.asset, 'balance', a.balance,
      'held', a.held, 'creditLimit', a.credit_limit, 'unitPrice', a.unit_price, 'lots', coalesce((
        SELECT jsonb_agg(jsonb_build_object('original', l.original, 'remaining', l.remaining, 'paidValue', l.paid_value,
          'expiresAt', to_char(l.expires_at AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI:SS'), 'sourceNo', l.source_no) ORDER BY l.id)
        FROM lot l WHERE l.account_id = a.id), '[]')) ORDER BY a.id)
      FROM account a WHERE a.holding_id = h.id), '[]'))
  FROM holding h JOIN party p ON p.id = h.party_id WHERE h.id = p_id
$$;

CREATE FUNCTION show_book(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE h holding := find_holding(req);
BEGIN
  IF h.id IS NULL THEN PERFORM refuse('noAccount'); END IF;
  RETURN show_holding(h.id, req->>'zone');
END $$;
`;

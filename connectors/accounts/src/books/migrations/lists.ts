/** What screens and comparisons read: pages in the order of a key, each of one merchant. */
export const LISTS = `
CREATE INDEX operation_list ON operation (merchant_uuid, order_no);

CREATE FUNCTION list_holdings(req jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(show_holding(id, req->>'zone') ORDER BY external_uuid), '[]') FROM (
    SELECT h.id, p.external_uuid FROM party p JOIN holding h ON h.party_id = p.id AND h.book = req->>'book'
     WHERE p.merchant_uuid = req->>'merchant'
       AND p.kind = CASE req->>'book' WHEN 'signAccount' THEN 'company' ELSE 'member' END
       AND p.external_uuid > coalesce(req->>'after', '')
       AND (req->>'name' IS NULL OR strpos(p.name, req->>'name') > 0)
     ORDER BY p.external_uuid LIMIT (req->>'limit')::int) page
$$;

CREATE FUNCTION list_signers(req jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(show_signer(s) ORDER BY s.external_uuid), '[]')
    FROM signer s JOIN party p ON p.id = s.party_id
   WHERE p.merchant_uuid = req->>'merchant' AND p.kind = 'company' AND p.external_uuid = req->>'party'
$$;

CREATE FUNCTION list_operations(req jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('operationNo', no, 'orderNo', order_no, 'kind', kind, 'book', book,
      'partyUUID', external_uuid, 'amount', amount, 'state', state, 'reason', reason, 'sourceNo', source_no, 'note', note,
      'businessDate', business_date, 'createdAt', to_char(created_at AT TIME ZONE (req->>'zone'), 'YYYY-MM-DD HH24:MI:SS'))
      ORDER BY order_no), '[]') FROM (
    SELECT o.*, p.external_uuid FROM operation o
      LEFT JOIN holding h ON h.id = o.holding_id LEFT JOIN party p ON p.id = h.party_id
     WHERE o.merchant_uuid = req->>'merchant' AND o.order_no > coalesce(req->>'after', '')
       AND (req->>'book' IS NULL OR o.book = req->>'book')
       AND (req->>'party' IS NULL OR p.external_uuid = req->>'party')
       AND (req->>'kind' IS NULL OR o.kind = req->>'kind')
       AND (req->>'fromDate' IS NULL OR o.business_date >= (req->>'fromDate')::date)
       AND (req->>'toDate' IS NULL OR o.business_date <= (req->>'toDate')::date)
     ORDER BY o.order_no LIMIT (req->>'limit')::int) page
$$;
`;

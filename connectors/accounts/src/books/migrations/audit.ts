/** Who changed what in the books, from where: a record before it is done, and one with what came of it. */
export const AUDIT = `
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  merchant_uuid text NOT NULL,
  action text NOT NULL,
  address text NOT NULL,
  request_id text NOT NULL,
  detail jsonb NOT NULL,
  result text NOT NULL
);
CREATE INDEX audit_of_merchant ON audit (merchant_uuid, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION append_audit(request jsonb) RETURNS jsonb LANGUAGE sql AS $$
  INSERT INTO audit (actor, merchant_uuid, action, address, request_id, detail, result)
  VALUES (request->>'actor', request->>'merchant', request->>'action', request->>'address',
    request->>'requestId', coalesce(request->'detail', '{}'), request->>'result')
  RETURNING to_jsonb(id) $$;

-- A write that leaves nothing: fails where a payment would.
CREATE TABLE ready (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO ready DEFAULT VALUES;
CREATE FUNCTION book_ready(request jsonb) RETURNS jsonb LANGUAGE sql AS $$
  UPDATE ready SET one = true RETURNING to_jsonb(one) $$;

CREATE FUNCTION list_audit(request jsonb) RETURNS jsonb LANGUAGE sql AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', id,
      'at', to_char(at AT TIME ZONE (request->>'zone'), 'YYYY-MM-DD HH24:MI:SS'), 'actor', actor, 'action', action,
      'address', address, 'requestId', request_id, 'detail', detail, 'result', result) ORDER BY id DESC), '[]')
    FROM (SELECT * FROM audit WHERE merchant_uuid = request->>'merchant'
      AND (request->>'after' IS NULL OR id < (request->>'after')::bigint)
      ORDER BY id DESC LIMIT (request->>'limit')::int) page $$;
`;

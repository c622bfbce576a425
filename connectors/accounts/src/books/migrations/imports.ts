/** Opening balances from another system. */
export const IMPORTS = `
CREATE FUNCTION known_imports(req jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(o.no, o.request_hash), '{}') FROM operation o
   WHERE o.no IN (SELECT jsonb_array_elements_text(req->'numbers')) AND o.merchant_uuid = req->>'merchant'
$$;

CREATE FUNCTION import_rows(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE r jsonb; answer jsonb;
BEGIN
  FOR r IN SELECT value || (req - 'rows') FROM jsonb_array_elements(req->'rows') WITH ORDINALITY ORDER BY ordinality LOOP
    PERFORM open_holding(r);
    CONTINUE WHEN r->>'amount' IS NULL;
    answer := book_top_up(r || '{"kind": "import"}');
    -- A parallel import was faster with another content.
    IF answer->>'ret' <> 'success' THEN PERFORM refuse('importedBefore'); END IF;
  END LOOP;
  RETURN 'null';
END $$;
`;

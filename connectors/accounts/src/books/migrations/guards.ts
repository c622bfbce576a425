/**
 * The net below the functions: the entries of an operation sum to zero for each asset when it commits, and what was
 * written stays. A wrong statement, by whoever, fails instead of changing history.
 */
export const GUARDS = `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is not allowed: the books only grow', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AC002';
END $$;

CREATE FUNCTION entries_sum_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong record;
BEGIN
  SELECT asset, sum(amount) AS total INTO wrong FROM entry
   WHERE operation_no = NEW.operation_no GROUP BY asset HAVING sum(amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the entries of % sum to % %', NEW.operation_no, wrong.total, wrong.asset USING ERRCODE = 'AC002';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER zero_sum AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION entries_sum_to_zero();

CREATE FUNCTION keep_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Billed once, and declined by the transaction that wrote it, before any entry.
  IF to_jsonb(NEW) - 'statement_id' = to_jsonb(OLD) - 'statement_id' AND OLD.statement_id IS NULL THEN RETURN NEW; END IF;
  IF to_jsonb(NEW) - '{state,reason}'::text[] = to_jsonb(OLD) - '{state,reason}'::text[]
    AND OLD.state = 'done' AND NEW.state = 'declined'
    AND NOT EXISTS (SELECT FROM entry WHERE operation_no = OLD.no) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'operation % does not change', OLD.no USING ERRCODE = 'AC002';
END $$;
CREATE TRIGGER keep_operation BEFORE UPDATE ON operation FOR EACH ROW EXECUTE FUNCTION keep_operation();
CREATE TRIGGER keep_operation_rows BEFORE DELETE OR TRUNCATE ON operation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
${['entry', 'signed', 'lot_return', 'lot_end', 'refund_item', 'allocation']
  .map(
    (table) => `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`,
  )
  .join('\n')}
`;

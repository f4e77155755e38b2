-- Finds golang-migrate's table of versions; not a migration, but a question that golang-migrate asks, whose answer is the error.
-- As in find-history.sql, a table off the search path counts too if it is this user's, unless the path comes with the connection.
DO $$
DECLARE
  found record;
  applied record;
BEGIN
  SELECT nspname, pg_class.oid INTO found
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relname = current_setting('migrations.table') AND relkind IN ('r', 'p') AND relpersistence <> 't'
      AND 2 = (SELECT count(*) FROM pg_attribute WHERE attrelid = pg_class.oid AND attname IN ('version', 'dirty'))
      AND (nspname = ANY (current_schemas(false)) OR pg_get_userbyid(relowner) IN (session_user, current_user)
        AND (SELECT source FROM pg_settings WHERE name = 'search_path') NOT IN ('client', 'session'))
    ORDER BY array_position(current_schemas(false), nspname), nspname LIMIT 1;
  IF found IS NULL THEN
    RAISE EXCEPTION 'history;%;;;;', current_schema();
  END IF;
  EXECUTE format('SELECT version, dirty FROM %I.%I', found.nspname, current_setting('migrations.table')) INTO applied;
  RAISE EXCEPTION 'history;%;%;%;%;', found.nspname, coalesce(applied.version::text, ''), coalesce(applied.dirty, false),
    coalesce(substring(obj_description(found.oid) FROM '^golang-migrate: ([0-9 ]+)$'), '');
END $$;

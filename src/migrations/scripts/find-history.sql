-- Finds the history table `migrations_table`, and sets:
--   migrations_schema    where it is, or is to be made; nothing when there is no schema for it
--   migrations_is_there  whether it is there
--   migrations_as        how to become the user who may write to it
--
-- A migration may change what the search path finds: by CREATE SCHEMA of the user's name, by ALTER ROLE or ALTER DATABASE. So a table off
-- the search path counts too if it is this user's, unless the path comes with the connection, which no migration changes.
SELECT count(*) > 0 AS migrations_is_there,
  coalesce((array_agg(schema ORDER BY place, schema))[1], current_schema(), '') AS migrations_schema
FROM (
  SELECT nspname AS schema, array_position(current_schemas(false), nspname) AS place, pg_get_userbyid(relowner) AS owner
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relname = :'migrations_table' AND relkind IN ('r', 'p') AND relpersistence <> 't' AND 5 =
    (SELECT count(*) FROM pg_attribute WHERE attrelid = pg_class.oid AND attname IN ('file', 'checksum', 'state', 'pod', 'started'))
) AS tables
WHERE place IS NOT NULL
  OR owner IN (session_user, current_user) AND (SELECT source FROM pg_settings WHERE name = 'search_path') NOT IN ('client', 'session') \gset
\if :migrations_is_there
  SELECT CASE WHEN has_table_privilege(format('%I.%I', :'migrations_schema', :'migrations_table'), 'INSERT') THEN 'RESET ROLE' ELSE 'SET ROLE NONE' END
    AS migrations_as \gset
\else
  \set migrations_as 'RESET ROLE'
\endif
:migrations_as;

#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Calls every function, aggregate and operator of the extension with unsuitable arguments. Each
# parameter in turn takes every value that test/support/calls.sql has for its type (extremes, NaN,
# NULL, huge arrays, sketches of other parameters, states of aggregates); the other parameters get
# random ones. Among calls that differ only in the type of the value, one has all parameters varied,
# the others only the value. A call must soon give an answer, or an error about its arguments, and
# the server must survive. ARGUMENTS_SEED varies the random choices, ARGUMENTS_ROUNDS the number of
# calls.
set -uo pipefail

export PGDATABASE=sketch_arguments PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off'
dropdb --if-exists --force "$PGDATABASE" 2>/dev/null
trap 'dropdb --if-exists --force "$PGDATABASE" 2>/dev/null' EXIT
createdb "$PGDATABASE" || exit 1
psql -qX -v ON_ERROR_STOP=1 <<'SQL' || exit 1
\i test/support/calls.sql

-- Runs one query of a call. An aggregate gets three rows, and its other arguments as constants or as columns
-- (a mere column is refused where a constant is needed); or it is used as a window function.
CREATE FUNCTION query_of(c call, rows text[][]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  n int := cardinality(c.parameters);
  kind int := floor(random() * 3);
  columns text[] := ARRAY(SELECT CASE WHEN i = 1 THEN 'v.a1' WHEN kind = 0 THEN rows[1][i] ELSE format('coalesce(v.a%1$s, v.a%1$s)', i) END FROM generate_series(1, n) i);
  called text;
BEGIN
  IF NOT c.aggregate THEN
    RETURN format('SELECT count(r::text) FROM (SELECT %s AS r) q', call_of(c.template, rows[1:1]));
  END IF;
  RETURN format('SELECT count(r::text) FROM (SELECT %s %s AS r FROM (VALUES %s) v(o, %s)) q', call_of(c.template, columns),
    CASE WHEN kind = 1 THEN 'OVER (ORDER BY o ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)' END,
    (SELECT string_agg(format('(%s, %s)', i, array_to_string(ARRAY(SELECT rows[i][k] FROM generate_series(1, n) k), ', ')), ', ')
     FROM generate_series(1, 3) i),
    (SELECT string_agg('a' || i, ', ' ORDER BY i) FROM generate_series(1, n) i));
END
$$;

-- Whether the caller of a function with these parameters should get this error.
CREATE FUNCTION expected(state text, parameters regtype[]) RETURNS bool IMMUTABLE LANGUAGE sql RETURN
  state LIKE '22%'                                              -- a value that is not allowed
  OR state IN ('42704', '42804', '42883', '42P18')              -- a type that is not
  OR state = 'XX001' AND 'bytea'::regtype = ANY (parameters);   -- not the state of an aggregate

-- Attacks all calls of one name, and prints a line of TAP.
CREATE FUNCTION attack(attacked text, seed float8, rounds int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  c call;
  pools jsonb;
  varied int;
  value text;
  query text;
  answers int := 0;
  errors int := 0;
  started timestamptz;
  state text;
  odd text;
BEGIN
  PERFORM setseed((seed + hashtext(attacked) % 1000 / 1000.0) / 2);
  FOR c IN SELECT * FROM call WHERE name = attacked ORDER BY signature LOOP
    pools := (SELECT jsonb_agg((SELECT jsonb_agg(expression) FROM pool(p)) ORDER BY i) FROM unnest(c.parameters) WITH ORDINALITY u(p, i));
    FOR varied, value IN
      SELECT k, e FROM generate_series(1, rounds), jsonb_array_elements(pools) WITH ORDINALITY p(pool, k), jsonb_array_elements_text(pool) e
        WHERE NOT c.alike OR c.parameters[k] IN (SELECT type FROM value_type)
      UNION ALL SELECT 0, NULL
      UNION ALL SELECT -1, NULL FROM generate_series(1, 1000)
    LOOP
      -- Some calls only have an answer if several arguments fit together. So three equal rows with random
      -- arguments are tried until they do.
      EXIT WHEN varied < 0 AND answers > 0;
      -- The first call has ordinary values only. All rows have the same type for parameters of any type.
      query := query_of(c, ARRAY(
        SELECT ARRAY(
          SELECT CASE
            WHEN k = varied AND (row = 1 OR c.parameters[k]::text LIKE 'any%') THEN value
            WHEN varied = 0 OR c.parameters[k]::text LIKE 'any%' OR random() < 0.5 THEN pools->(k - 1)->>0
            ELSE pools->(k - 1)->>floor(random() * jsonb_array_length(pools->(k - 1)))::int END
          FROM generate_series(1, greatest(cardinality(c.parameters), 1)) k)
        FROM generate_series(1, 3) row));
      IF varied < 0 THEN
        query := query_of(c, ARRAY(SELECT suiting FROM generate_series(1, 3),
          (SELECT ARRAY(SELECT pools->(k - 1)->>floor(random() * jsonb_array_length(pools->(k - 1)))::int FROM generate_series(1, cardinality(c.parameters)) k) OFFSET 0) x(suiting)));
      END IF;
      started := clock_timestamp();
      state := NULL;
      BEGIN
        EXECUTE query;
        answers := answers + 1;
      EXCEPTION WHEN OTHERS OR query_canceled THEN
        errors := errors + 1;
        state := SQLSTATE;
        IF NOT expected(state, c.parameters) THEN odd := coalesce(odd, format('%s: %s, after %s', state, SQLERRM, left(query, 500))); END IF;
      END;
      IF clock_timestamp() - started > interval '20 s' THEN odd := coalesce(odd, format('%s for %s', clock_timestamp() - started, left(query, 500))); END IF;
    END LOOP;
  END LOOP;
  IF answers = 0 THEN odd := coalesce(odd, 'no answer at all'); END IF;
  RETURN format('%s - %s: %s answers, %s errors%s', CASE WHEN odd IS NULL THEN 'ok' ELSE 'not ok' END, attacked, answers, errors, E'\n# ' || odd);
END
$$;
SQL

# All in one session: a crash ends it, and the results that would have followed are missing.
names=$(psql -qXAt -c 'SELECT DISTINCT name FROM call ORDER BY 1')
output=$(psql -qXAt -v seed="${ARGUMENTS_SEED:-0.25}" -v rounds="${ARGUMENTS_ROUNDS:-1}" 2>&1 <<'SQL'
SET statement_timeout = '60s';
SELECT format('SELECT attack(%L, %s, %s)', name, :seed, :rounds) FROM (SELECT DISTINCT name FROM call ORDER BY 1) x \gexec
SQL
)
echo "$output"
answered=$(grep -cE '^(not )?ok - ' <<<"$output")
if ((answered == $(wc -l <<<"$names"))); then
  echo "ok - the server is alive"
else
  echo "not ok - the session ended in $(sed -n "$((answered + 1))p" <<<"$names")"
fi
! grep -qE '^not ok' <<<"$output" && ((answered == $(wc -l <<<"$names")))

-- SPDX-License-Identifier: PostgreSQL
--
-- The frequencies of the 50 most frequent values: the greatest error of the answers, and the error
-- that the sketch admits to, both as fractions of all rows.
WITH stored AS MATERIALIZED (SELECT :build AS s FROM top_items),
  answers AS MATERIALIZED (SELECT a.* FROM stored, LATERAL (:ask) a(item, estimate)),
  often AS (SELECT i, often FROM top_exact ORDER BY often DESC LIMIT 50),
  figures AS (
    SELECT (SELECT max(abs(often - coalesce(estimate, 0))) FROM often LEFT JOIN answers ON item = i::text)::float8
             / (SELECT count(*) FROM top_items) AS error,
           (:admitted)::float8 / (SELECT count(*) FROM top_items) AS admitted, pg_column_size(s) AS bytes
    FROM stored)
SELECT :'name' || '.' || metric, value, unit
FROM figures, LATERAL (VALUES ('error', error, 'x'), ('admitted', admitted, 'x'), ('bytes', bytes, 'B')) v(metric, value, unit);

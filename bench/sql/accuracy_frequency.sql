-- SPDX-License-Identifier: PostgreSQL
--
-- A bound for 99 % of the errors, and the mean error, as fractions of all rows.
WITH stored AS MATERIALIZED (SELECT :build AS s FROM top_items),
  errors AS (SELECT abs((:ask) - often)::float8 / (SELECT count(*) FROM top_items) AS error
             FROM stored, (SELECT * FROM top_exact WHERE i % 10 = 0) x),
  figures AS (SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY error) AS error, avg(error) AS mean FROM errors)
SELECT :'name' || '.' || metric, value, unit
FROM figures, stored, LATERAL (VALUES ('error', error, 'x'), ('mean', mean, 'x'), ('bytes', pg_column_size(s), 'B')) v(metric, value, unit);

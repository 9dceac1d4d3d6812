-- SPDX-License-Identifier: PostgreSQL
--
-- The relative standard error of a distinct count, over :rows values in all and at most 1000
-- trials; and 8 x bytes x squared error.
WITH stored AS MATERIALIZED (
  SELECT i / :n AS trial, :build AS s FROM distinct_items WHERE i < :n * least(1000, :rows / :n) GROUP BY 1
), errors AS (
  SELECT (:ask)::float8 / :n - 1 AS error, pg_column_size(s) AS bytes FROM stored
), figures AS (
  SELECT sqrt(avg(error * error)) AS error, avg(bytes) AS bytes, count(*) AS trials FROM errors
)
SELECT :'name' || '.' || metric, value, unit
FROM figures, LATERAL (VALUES ('error', error, 'x'), ('bytes', bytes, 'B'), ('trials', trials, 'trials'),
                              ('mvp', 8 * bytes * error * error, 'b')) v(metric, value, unit);

-- SPDX-License-Identifier: PostgreSQL
--
-- The mean rank error of some quantiles, and the greatest relative error of a value. The value of
-- rank r is -ln(1 - (r + 0.5) / n), so that ranks and exact values are known.
WITH stored AS MATERIALIZED (
  SELECT trial, :build AS s FROM quantile_items WHERE n = :n GROUP BY trial
), answers AS (
  SELECT a.q, a.x, (ceil(a.q * :n) - 0.5) / :n AS exact, pg_column_size(s) AS bytes
  FROM (SELECT s, :ask AS x FROM stored) y, LATERAL unnest(ARRAY[0.5, 0.9, 0.99, 0.999], x) a(q, x)
), figures AS (
  SELECT q, avg(abs(1 - exp(-x) - exact)) AS rank, max(abs(x / -ln(1 - exact) - 1)) AS value, avg(bytes) AS bytes
  FROM answers GROUP BY q
)
SELECT :'name' || '.rank' || q, rank, 'x' FROM figures
UNION ALL SELECT :'name' || '.value', max(value), 'x' FROM figures
UNION ALL SELECT :'name' || '.bytes', max(bytes), 'B' FROM figures;

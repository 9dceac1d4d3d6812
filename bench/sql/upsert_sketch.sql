-- SPDX-License-Identifier: PostgreSQL
\set k random(1, 1000)
\set v random(1, 1000000000)
INSERT INTO upsert_sketch AS r VALUES (:k, sketch_add(sketch_hll_empty(), :v::bigint))
  ON CONFLICT (k) DO UPDATE SET s = r.s | EXCLUDED.s;

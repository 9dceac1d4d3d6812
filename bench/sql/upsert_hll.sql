-- SPDX-License-Identifier: PostgreSQL
\set k random(1, 1000)
\set v random(1, 1000000000)
INSERT INTO upsert_hll AS r VALUES (:k, hll_add(hll_empty(12), hll_hash_bigint(:v::bigint)))
  ON CONFLICT (k) DO UPDATE SET s = r.s || EXCLUDED.s;

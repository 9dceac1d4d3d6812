-- SPDX-License-Identifier: PostgreSQL
\set day random(0, 334)
SELECT hll_cardinality(hll_union_agg(s)) FROM daily_hll WHERE day BETWEEN :day AND :day + 29;

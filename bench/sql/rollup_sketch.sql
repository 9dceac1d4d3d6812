-- SPDX-License-Identifier: PostgreSQL
\set day random(0, 334)
SELECT sketch_cardinality(sketch_merge(s)) FROM daily_sketch WHERE day BETWEEN :day AND :day + 29;

# SPDX-License-Identifier: PostgreSQL
#
# The CPU time until a cancelled statement ends: the longest of a few. Measured for a single call of
# a kernel, aggregation in groups, and groups that spill, each over the largest sketches that its
# parameters allow.

cancel() {
  say "cancelling"
  psql -qX <<'SQL'
CREATE TABLE cancel_theta AS SELECT sketch_theta_agg(x, 20) AS s FROM generate_series(1, 1100000) x;
CREATE TABLE cancel_tuple AS SELECT sketch_tuple_agg(x, ARRAY[x, sqrt(x), 1]::float8[], 20) AS s FROM generate_series(1, 1100000) x;
SQL
  printf '%s\t%s\n' \
    theta 'SELECT count(s | s) FROM cancel_theta' \
    tuple 'SELECT count(sketch_sum_bounds(s)) FROM cancel_tuple' \
    text 'SELECT count(s::text) FROM cancel_tuple' \
    groups 'SELECT count(s) FROM (SELECT sketch_kll_agg(id) AS s FROM t GROUP BY g2 OFFSET 0) x' \
    spilled "SET work_mem = '1MB'; SELECT count(s) FROM (SELECT sketch_kll_agg(id) AS s FROM t GROUP BY g2 OFFSET 0) x; RESET work_mem" |
    perl bench/cancel.pl 3 | while read -r name ns; do
      say "  $name: $((ns / 1000)) us"
      figure "cancel.$name" "$ns" ns
    done
  psql -qX -c 'DROP TABLE cancel_theta, cancel_tuple'
}

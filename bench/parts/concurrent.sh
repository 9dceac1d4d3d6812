# SPDX-License-Identifier: PostgreSQL
#
# Many concurrent sessions. Each transaction adds one value to one of 1000 stored, dense sketches of
# a rollup table; other sessions run rollup queries over 30 days. Reports transactions a second, and
# the latency that 99 % of them stay below.

concurrent() {
  local kind clients round seconds=1 counts=(1 2 4 8 16 32)
  local kinds=(sketch)
  if [[ $(scalar "SELECT count(*) FROM pg_extension WHERE extname = 'hll'") == 1 ]]; then kinds+=(hll); fi
  if [[ $mode == quick ]]; then counts=(4); fi
  # Such tables always have autovacuum, which keeps them from growing.
  psql -qX -c "ALTER SYSTEM SET autovacuum_naptime = '1s'" -c "ALTER SYSTEM SET autovacuum = on" -c "SELECT pg_reload_conf()" >/dev/null
  for kind in "${kinds[@]}"; do psql -qX -v kind="$kind" -f bench/sql/rollup_tables.sql; done
  for clients in "${counts[@]}"; do
    say "$clients concurrent sessions"
    for round in 1 2 3; do
      for kind in "${kinds[@]}"; do
        load upsert "$kind" "$clients" "$seconds"
        load rollup "$kind" "$clients" "$seconds"
      done
    done
  done
  for kind in "${kinds[@]}"; do
    figure "upsert_table.$kind" "$(scalar "SELECT pg_total_relation_size('upsert_$kind')")" B
  done
}

# load SCRIPT KIND CLIENTS SECONDS
load() {
  local log=$server_dir/pgbench
  pgbench -n -M prepared -c "$3" -j 2 -T "$4" -l --log-prefix="$log" -f "bench/sql/$1_$2.sql" >"$server_dir/tps" 2>&1 || { cat "$server_dir/tps" >&2; return 1; }
  awk -v name="$1_tps.$2/$3" '/^tps = / { printf "%s\t%.1f\ttps\n", name, $3 }' "$server_dir/tps" >>"$figures"
  # The third column is the latency in microseconds.
  cut -d ' ' -f 3 "$log".* | sort -n |
    awk -v name="$1_p99.$2/$3" '{ list[NR] = $1 } END { printf "%s\t%d\tns\n", name, 1000 * list[int((NR - 1) * 0.99) + 1] }' >>"$figures"
  rm -f "$log".*
}

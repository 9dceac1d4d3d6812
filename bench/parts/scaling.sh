# SPDX-License-Identifier: PostgreSQL
#
# Measures bench/sql/scaling.tsv: cost as curves over rows, groups, workers and stored sketches, in
# which a bend shows; and the memory that a query adds to its backend. A point that takes more than
# half a minute ends its series.

scaling() {
  local size available
  available=" - $(scalar "SELECT string_agg(extname, ' ') FROM pg_extension") "
  say "making the tables of the curves"
  psql -qX -v rows="$scale_rows" -f bench/sql/scaling.sql
  mapfile -t curves < <(grep -v '^#' bench/sql/scaling.tsv)
  declare -A ended=()
  for size in 100000 300000 1000000 3000000 10000000 20000000 100000000; do
    if ((size <= scale_rows)); then curve_at rows "$size" "rows_$size" "$size" 0; fi
  done
  for size in 1 10 100 1000 10000 100000 1000000; do curve_at groups "$size" "groups_$size" 2000000 0; done
  for ((size = 0; size <= $(nproc); size++)); do curve_at workers "$size" rows_10000000 10000000 "$size"; done
  for size in 100 1000 10000 100000 1000000; do curve_at stored "$size" "stored_$size" "$size" 0; done
  many_groups
  psql -qX -f bench/sql/scaling_end.sql
}

# curve_at CHART X TABLE DIVISOR WORKERS: one point of each series of a chart.
curve_at() {
  local round times=2 how=measure
  # Short queries need more rounds for the same precision.
  if (($4 <= 100000)); then times=9; fi
  say "$1, $2"
  curve_session "$5"
  if [[ $1 == workers ]]; then
    how=measure_wall
    session_run "ALTER TABLE $3 SET (parallel_workers = $5)"
  fi
  for ((round = 0; round <= times; round++)); do each_series "$@" point; done
  session_close
  how=memory
  if [[ $1 != workers ]]; then each_series "$@" point; fi
}

# each_series CHART X TABLE DIVISOR WORKERS COMMAND: runs COMMAND SERIES MODE QUERY for each series
# that has not ended.
each_series() {
  local line fields
  for line in "${curves[@]}"; do
    IFS=$'\t' read -r -a fields <<<"$line"
    if [[ ${fields[0]} != "$1" || $available != *" ${fields[3]} "* || -n ${ended[$1.${fields[1]}]:-} ]]; then continue; fi
    if ! "$6" "$1" "$2" "$4" "${fields[1]}" "${fields[2]}" "${fields[4]//@/$3}"; then
      ended[$1.${fields[1]}]=yes
      say "$1.${fields[1]} ends before $2"
      if [[ $how != memory ]]; then curve_session "$5"; fi
    fi
  done
}

curve_session() {
  session_open
  session_run "SET max_parallel_workers_per_gather = $1; SET max_parallel_workers = 64; SET parallel_setup_cost = 0;
    SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET statement_timeout = '30s'"
}

# point CHART X DIVISOR SERIES MODE QUERY
point() {
  local batch=on
  if [[ $5 == core ]]; then batch=off; fi
  if [[ $how == memory ]]; then added_memory "$1_memory.$4/$2" "$batch" "$6"; return; fi
  session_run "SET sketch.batch_executor = $batch"
  "$how" "$1.$4/$2" "$3" "$6" >"$server_dir/point" 2>/dev/null || return 1
  if ((round > 0)); then cat "$server_dir/point" >>"$figures"; fi
}

# added_memory NAME BATCH QUERY: in a new session, because a backend keeps the memory it got.
added_memory() {
  session_open
  session_run "SET sketch.batch_executor = $2; SET statement_timeout = '30s'"
  session_run "SELECT approx_count_distinct(1)"
  session_peak_memory "$3" 2>/dev/null || return 1
  figure "$1" "$session_added_kb" kB
  session_close
}

# The rival has a time limit: a million groups may take it too long.
many_groups() {
  local name query before
  say "a million groups of ten"
  for name in sketch hll; do
    query='approx_count_distinct(id)'
    if [[ $name == hll ]]; then query='hll_cardinality(hll_add_agg(hll_hash_bigint(id)))'; fi
    if [[ $name == hll && $available != *" hll "* ]]; then continue; fi
    session_open
    session_run "SET work_mem = '64MB'; SET statement_timeout = '120s'"
    session_cpu
    before=$session_cpu_ns
    if session_peak_memory "SELECT sum(c) FROM (SELECT g, $query c FROM many GROUP BY g) x"; then
      session_cpu
      figure "many.$name.memory" $((session_peak_kb / 1024)) MB
      figure "many.$name" $(((session_cpu_ns - before) / 10000000)) ns
      session_close
    fi
  done
}

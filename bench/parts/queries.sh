# SPDX-License-Identifier: PostgreSQL
#
# Measures bench/sql/queries.tsv, all queries in turn, so that changes of the machine affect all
# alike. The first round, of the quick queries, is for warming up.

queries() {
  local round available line
  available=" - $(scalar "SELECT string_agg(extname, ' ') FROM pg_extension") "
  session_open
  for ((round = 0; round <= rounds; round++)); do
    say "queries, round $round of $rounds"
    : >"$server_dir/round"
    while IFS=$'\t' read -r -a line; do
      if [[ ${line[0]} != \#* && $available == *" ${line[3]} "* ]] && is_due "${line[1]}" "$round"; then
        run_query "${line[0]}" "${line[2]}" "${line[4]}" "${line[5]}" >>"$server_dir/round"
      fi
    done <bench/sql/queries.tsv
    # The net cost of merging: what exceeds counting the stored sketches.
    awk -F '\t' -v OFS='\t' '{ print; family = $1; sub(/\.[^.]*$/, "", family); sub(/^core\./, "", family) }
      $1 ~ /\.scan$/ { scan[family] = $2 }
      family in scan && $1 !~ /\.scan$/ { print $1 ".net", $2 - scan[family], $3 }' "$server_dir/round" >"$server_dir/lines"
    if ((round > 0)); then cat "$server_dir/lines" >>"$figures"; fi
  done
  session_close
}

# is_due RUN ROUND
is_due() {
  case $1 in
    quick) true ;;
    full) [[ $mode == full && ($2 == 1 || $2 == 2) ]] ;;
    once) [[ $mode == full && $2 == 1 ]] ;;
  esac
}

# run_query NAME MODE TABLE QUERY
run_query() {
  local size
  session_run "SELECT pg_prewarm('$3')"
  session_run "SELECT reltuples::bigint FROM pg_class WHERE oid = '$3'::regclass"
  size=$session_output
  if [[ $2 != core ]]; then
    prepare_for "$2"
    if [[ $2 == two ]]; then measure_wall "$1" "$size" "$4"; else measure "$1" "$size" "$4"; fi
  fi
  if [[ $2 == both || $2 == core ]]; then
    prepare_for core
    measure "$([[ $2 == both ]] && echo core.)$1" "$size" "$4"
  fi
}

prepare_for() {
  local batch=on workers=0 approximate=false
  case $1 in
    core) batch=off ;;
    two) workers=2 ;;
    approximate) approximate=true ;;
  esac
  session_run "SET sketch.batch_executor = $batch; SET max_parallel_workers_per_gather = $workers; SELECT sketch_approximate($approximate)"
}

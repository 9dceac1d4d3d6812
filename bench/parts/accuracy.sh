# SPDX-License-Identifier: PostgreSQL
#
# Measures bench/sql/accuracy.tsv in the server, in the same way for our sketches and the rivals':
# error and bytes for each parameter (CHART.SERIES/PARAMETER.METRIC), and, at the default parameter,
# over the number of values (CHART_n.SERIES/N.METRIC). No two trials have the same values.

accuracy() {
  local line fields available parameter n
  available=" - $(scalar "SELECT string_agg(extname, ' ') FROM pg_extension") "
  say "making the values for accuracy"
  psql -qX -f bench/sql/accuracy.sql
  mapfile -t lines < <(grep -v '^#' bench/sql/accuracy.tsv)
  for line in "${lines[@]}"; do
    IFS=$'\t' read -r -a fields <<<"$line"
    if [[ $available != *" ${fields[2]} "* ]]; then continue; fi
    say "accuracy of ${fields[0]}, ${fields[1]}"
    for parameter in ${fields[4]}; do
      errors_of "${fields[0]}" "accuracy_${fields[0]}.${fields[1]}/$parameter" 100000 10000000 "${fields[5]//@/$parameter}" \
        "${fields[6]}" "${fields[7]:-}" "$parameter"
    done
    if [[ ${fields[0]} == distinct || ${fields[0]} == quantile ]]; then
      for n in 10 30 100 300 1000 3000 10000 30000 100000 300000 1000000; do
        errors_of "${fields[0]}" "accuracy_${fields[0]}_n.${fields[1]}/$n" "$n" $((n < 1000000 ? 5000000 : 10000000)) "${fields[5]//@/${fields[3]}}" "${fields[6]}" '' ''
      done
    fi
  done
}

# errors_of FAMILY NAME N ROWS BUILD ASK ADMITTED PARAMETER
errors_of() {
  PGOPTIONS="-c topn.number_of_counters=${8%%.*}" \
    psql -qXAt -F $'\t' -v ON_ERROR_STOP=1 -v name="$2" -v n="$3" -v rows="$4" -v build="$5" -v ask="$6" -v admitted="${7:-NULL}" \
    -f "bench/sql/accuracy_$1.sql" 2>"$server_dir/errors" | awk -F '\t' '$2 != ""' >>"$figures" ||
    say "not measured: $2: $(head -n 1 "$server_dir/errors")"
}

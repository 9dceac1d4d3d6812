# SPDX-License-Identifier: PostgreSQL
#
# The kernels alone: Google Benchmark's JSON; each repetition is a round.

micro() {
  local program json time=0.1
  if [[ $mode == quick ]]; then time=0.02; fi
  say "building the kernels' benchmarks"
  make --no-print-directory -s "-j$(nproc)" micro
  for program in build/micro/*_bench; do
    [[ -x $program ]] || continue
    json=build/bench/$(basename "$program").json
    say "$(basename "$program")"
    "$program" --benchmark_repetitions=3 --benchmark_min_time="$time" --benchmark_format=json >"$json" 2>/dev/null
    awk -f bench/micro.awk "$json" >>"$figures"
  done
}

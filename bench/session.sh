# SPDX-License-Identifier: PostgreSQL
#
# One psql session that stays open, for scripts to source, and the cost of its backend. Other load
# on the machine makes wall time useless, so CPU time of the backend is measured.

session_backend=
session_count=0

# Uses named pipes: the variables of a coprocess vanish when it dies, and with them those of its
# successor.
session_open() {
  local pipe=$server_dir/session$((++session_count))
  mkfifo "$pipe.in" "$pipe.out"
  psql -qXAt -v ON_ERROR_STOP=1 <"$pipe.in" >"$pipe.out" 2>&1 &
  session_pid=$!
  exec {session_in}>"$pipe.in" {session_out}<"$pipe.out"
  rm "$pipe.in" "$pipe.out"
  session_run 'SELECT pg_backend_pid()'
  session_backend=$session_output
}

# Also works for a session that an error has ended.
session_close() {
  if kill -0 "$session_pid" 2>/dev/null; then echo '\q' >&"$session_in" || true; fi
  exec {session_in}>&- {session_out}<&-
  wait "$session_pid" 2>/dev/null || true
}

# Runs a statement to its end, with the output in session_output.
session_run() {
  local line
  session_output=
  kill -0 "$session_pid" 2>/dev/null || return 1
  printf '%s;\n%s\n' "$1" "SELECT '-- done';" >&"$session_in"
  while IFS= read -r line <&"$session_out"; do
    if [[ $line == '-- done' ]]; then return 0; fi
    session_output+=${session_output:+$'\n'}$line
  done
  echo "The benchmark's session failed on: $1" >&2
  echo "$session_output" >&2
  return 1
}

# The backend's CPU time so far, in nanoseconds. The kernel updates it when the backend goes to
# sleep, which it does between statements.
session_cpu() {
  local ns
  read -r ns _ <"/proc/$session_backend/schedstat"
  session_cpu_ns=$ns
}

# measure NAME DIVISOR SQL: prints a line with NAME, CPU nanoseconds / DIVISOR, and the unit.
measure() {
  local before
  session_cpu
  before=$session_cpu_ns
  session_run "$3" || return 1
  session_cpu
  awk -v name="$1" -v ns=$((session_cpu_ns - before)) -v divisor="$2" \
    'BEGIN { printf "%s\t%.3f\tns\n", name, ns / divisor }'
}

# The same in wall time, for queries with several processes.
measure_wall() {
  local before
  before=$(date +%s%N)
  session_run "$3" || return 1
  awk -v name="$1" -v ns=$(($(date +%s%N) - before)) -v divisor="$2" \
    'BEGIN { printf "%s\t%.3f\tns\n", name, ns / divisor }'
}

# The present private memory of the backend, in kB. The kernel's own high-water mark would also
# count every shared buffer touched.
session_memory() {
  local key value rest
  session_kb=
  while read -r key value rest; do
    if [[ $key == RssAnon: ]]; then session_kb=$value; fi
  done <"/proc/$session_backend/status"
} 2>/dev/null

# The peak of this while a statement runs, in session_peak_kb; in session_added_kb how far it is
# above the start.
session_peak_memory() {
  local watcher status=0 peak=$server_dir/peak before
  session_memory
  before=$session_kb
  echo "$before" >"$peak"
  (
    max=$before
    # Sleeps without starting a process: reads from a pipe that nobody writes to.
    exec {never}<> <(:)
    while session_memory && [[ -n $session_kb ]]; do
      if ((session_kb > max)); then max=$session_kb; echo "$max" >>"$peak"; fi
      read -r -t 0.002 -u "$never" || true
    done
  ) &
  watcher=$!
  session_run "$1" || status=1
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null || true
  session_peak_kb=$(tail -n 1 "$peak")
  session_added_kb=$((session_peak_kb - before))
  return $status
}

# SPDX-License-Identifier: PostgreSQL
#
# Runs that consist of several parts, for scripts to source. Each part prints one line, and a
# closing line adds up the cases of all parts. A part that fails shows the end of its log. A part
# without any case counts as failed, so that nothing can go missing unnoticed. Skipped cases are
# named, and counted in the line before the last.

# Parts choose -j themselves, whatever options make was called with.
unset MAKEFLAGS MFLAGS MAKELEVEL
logs=build/check
passed=0
failed=0
skipped=0

make_quietly() { make --no-print-directory -s "-j$(nproc)" "$@"; }

# part NAME COMMAND...: runs a part, adds up its cases and prints its line.
part() {
  local name=$1 log=$logs/${1// /-}.log started=$SECONDS status ok bad skips
  shift
  printf '%-28s' "$name"
  "$@" >"$log" 2>&1
  status=$?
  read -r ok bad skips < <(awk -f test/count.awk "$log")
  if ((status != 0 && bad == 0)); then bad=1; echo "exit status $status" >>"$log"; fi
  if ((ok + bad + skips == 0)); then bad=1; echo "no test was run" >>"$log"; fi
  printf '%5d passed, %d failed%s  %4d s\n' "$ok" "$bad" "$( ((skips == 0)) || echo ", $skips skipped")" $((SECONDS - started))
  if ((skips > 0)); then grep -iE '^ok .*# skip|^\[  SKIPPED \] .* ms\)$' "$log" | cut -c 1-200 | sed 's/^/    /'; fi
  if ((bad > 0)); then
    { grep -E '^not ok|^\[  FAILED|\.\.\. FAILED' "$log" | head -n 20; echo ...; tail -n 20 "$log"; } |
      cut -c 1-200 | sed 's/^/    /'
    printf '    (all of it: %s)\n' "$log"
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + skips))
}

start_server() {
  server_start <<'CONF'
shared_buffers = 128MB
max_locks_per_transaction = 256
max_parallel_workers_per_gather = 2
max_parallel_workers = 32
max_worker_processes = 32
CONF
}

regression() {
  make --no-print-directory -s installcheck && return
  cat regression.diffs
  return 1
}

# script FILE: runs a script and prints its TAP. If it dies without a failed case, that counts as
# one. `regression` stands for the regression tests, which print no TAP before PostgreSQL 16.
script() {
  local output status started=$SECONDS
  if [[ $1 == regression ]]; then
    output=$(regression 2>&1)
    status=$?
    printf '%s\n' "$output"
    return $status
  fi
  output=$(timeout 1500 "$1" 2>&1)
  status=$?
  printf '# %s, %d s\n%s\n' "$1" $((SECONDS - started)) "$output"
  if ((status != 0)) && ! grep -q '^not ok' <<<"$output"; then
    echo "not ok - $1 ended with status $status"
  elif ! grep -qE '^(not )?ok' <<<"$output"; then
    echo "not ok - $1 ran no test"
  fi
}

# scripts FILE...: runs scripts, as many at a time as there are cores, because each uses a database
# of its own. The output of a script stays together.
scripts() {
  export -f script regression
  printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'script {}'
}

closing_line() {
  if ((skipped > 0)); then echo "$skipped skipped, which this machine can't run: see above"; fi
  echo "$passed passed, $failed failed"
  ((failed == 0))
}

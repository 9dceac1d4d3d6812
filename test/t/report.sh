#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# The published figures are those of the committed result, and bench/check reports what has become
# slower, and nothing else.
set -uo pipefail

result=$(mktemp)
trap 'rm -f "$result"' EXIT
status=0
reference=bench/results/reference-quick.json
check() {
  local name=$1 want=$2 got=0
  shift 2
  "$@" >"$result.log" 2>&1 || got=$?
  if ((got == want)); then echo "ok - $name"; else echo "not ok - $name"; sed 's/^/# /' "$result.log"; status=1; fi
  rm -f "$result.log"
}
# scaled PATTERN FACTOR: the reference, with the figures that match the pattern multiplied.
scaled() {
  perl -Ibench/lib -MFigures -e '
    my ($file, $pattern, $factor) = @ARGV;
    my $result = Figures::load($file);
    for (grep { /$pattern/ } keys %{$result->{figures}}) {
      my $f = $result->{figures}{$_};
      $result->{figures}{$_} = Figures::summary([map { $_ * $factor } @{$f->{rounds}}], $f->{unit});
    }
    print Figures::encode($result)' "$reference" "$1" "$2" >"$result"
}

check "README.md and docs/benchmarks.md are what the reference says" 0 bench/report --check
check "a result is no slower than itself" 0 bench/check "$reference" "$reference"
scaled . 3
check "a machine that takes three times as long is no regression" 0 bench/check "$reference" "$result"
scaled '^whole\.sketch_bigint$' 3
check "a query that takes three times as long is one" 1 bench/check "$reference" "$result"
scaled '^whole\.hll' 3
check "a rival that takes three times as long is none" 0 bench/check "$reference" "$result"
exit $status

#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Runs every ```sql block of README.md, in order, in a database of its own: documentation that does
# not run is a bug. A block after the comment <!-- expect error --> must fail.
set -uo pipefail

database=sketch_readme
blocks=$(mktemp -d)
trap 'rm -rf "$blocks"; dropdb --if-exists --force "$database" 2>/dev/null' EXIT
createdb "$database" || exit 1

awk -v directory="$blocks" '
  /^<!-- expect error -->$/ { expect = ".error"; next }
  /^```sql$/ {
    file = sprintf("%s/%03d.line-%d%s", directory, ++n, NR, expect)
    inside = 1
    next
  }
  /^```$/ { inside = 0; expect = "" }
  inside { print > file }' README.md

status=0
for file in "$blocks"/*; do
  [[ -e $file ]] || { echo "not ok - README.md has no SQL"; exit 1; }
  name=$(basename "$file")
  output=$(psql -qX -v ON_ERROR_STOP=1 -d "$database" -f "$file" 2>&1)
  result=$?
  if { [[ $name == *.error ]] && ((result == 3)); } || { [[ $name != *.error ]] && ((result == 0)); }; then
    echo "ok - README.md, example ${name%.error}"
  else
    echo "not ok - README.md, example $name"
    sed 's/^/# /' <<<"$output"
    status=1
  fi
done
exit $status

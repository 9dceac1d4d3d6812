#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Runs every ```sql block of every document. The blocks of a document run in order, in a database of
# their own. A block after the comment <!-- expect error --> must fail.
set -uo pipefail
. test/tap.sh

blocks=$(mktemp -d)

# blocks_of DOCUMENT: writes the blocks to files named by number and line.
blocks_of() {
  rm -f "$blocks"/*
  awk -v directory="$blocks" '
    /^<!-- expect error -->$/ { expect = ".error"; next }
    /^```sql$/ {
      file = sprintf("%s/%03d.line-%d%s", directory, ++n, NR, expect)
      inside = 1
      next
    }
    /^```$/ { inside = 0; expect = "" }
    inside { print > file }' "$1"
}

run_document() {
  local file name output result
  blocks_of "$1"
  for file in "$blocks"/*; do
    [[ -e $file ]] || continue
    name=$(basename "$file")
    output=$(psql -qX -v ON_ERROR_STOP=1 -f "$file" 2>&1)
    result=$?
    if { [[ $name == *.error ]] && ((result == 3)); } || { [[ $name != *.error ]] && ((result == 0)); }; then
      ok "$1, example ${name%.error}"
    else
      not_ok "$1, example $name" "$output"
    fi
  done
}

for document in *.md docs/*.md docs/*/*.md test/*.md; do
  grep -q '^```sql' "$document" || continue
  own_database sketch_readme || exit 1
  run_document "$document"
done
rm -rf "$blocks"
dropdb --if-exists --force sketch_readme
exit $status

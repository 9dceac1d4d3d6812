#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# The upgrade scripts that sql/upgrade makes. An older catalog is made from the present one by
# removing and changing objects, and then upgraded. It must end up equal to what the present install
# script makes.
set -uo pipefail
source test/tap.sh

work=$(mktemp -d)
trap 'rm -rf "$work"; for d in sketch_older sketch_newer; do dropdb --if-exists --force $d 2>/dev/null; done' EXIT
newer=$(echo build/sketch--*.sql)

# older FILE: edits the present script's statements, one at a time in $_.
cat >"$work/edit.pl" <<'PERL'
$/ = ";\n";
while (<STDIN>) {
  s/^\s*--.*\n//mg;
  # Without the family req: its type, operators, operator classes, casts, functions and aggregates
  # are new.
  next if /sketch_req|_req_|\breq\b/ && !/sketch_literal \(/;
  # Changed definitions: of a function, an aggregate, an operator, a type, a cast and a comment.
  s/STABLE STRICT/VOLATILE STRICT/ if /FUNCTION sketch_version\(/;
  s/IMMUTABLE/STABLE/ if /^\s*CREATE FUNCTION sketch_cardinality\(sketch_hll\)/;
  s/SSPACE = \d+, // if /AGGREGATE sketch_hll_agg\(value bigint\)/;
  s/, JOIN = \w+// if /OPERATOR < \(\s*LEFTARG = sketch_hll/;
  s/STORAGE = \w+/STORAGE = external/i if /CREATE TYPE sketch_kll \(/;
  s/ AS ASSIGNMENT// if /CAST \(bytea AS sketch_hll\)/;
  s/IS\s+'.*'/IS 'said otherwise'/s if /COMMENT ON FUNCTION sketch_version\(/;
  s/,\s*FUNCTION 2 [^;]*//s if /CLASS sketch_hll_hash_ops/;
  # One comment is new, and one has been dropped.
  next if /COMMENT ON TYPE sketch_theta\b/;
  $_ .= "COMMENT ON CAST (sketch_hll AS bytea) IS 'gone since';\n" if /CREATE CAST \(sketch_hll AS bytea\)/;
  print;
}
PERL
perl "$work/edit.pl" <"$newer" >"$work/older.sql"

# load DATABASE FILE...: runs scripts as CREATE EXTENSION would.
load() {
  local database=$1
  shift
  sed -s -e '/^\\echo/d' -e 's/MODULE_PATHNAME/$libdir\/sketch/' "$@" |
    psql -qX -v ON_ERROR_STOP=1 -d "$database" -c 'SET check_function_bodies = off' -f - 2>&1
}
catalog() { psql -qXAt -d "$1" -f test/support/catalog.sql 2>&1; }

createdb sketch_older && createdb sketch_newer || exit 1
is "the older catalog is loaded" "$(load sketch_older "$work/older.sql" | grep ERROR)" ""
load sketch_newer "$newer" | grep ERROR
catalog sketch_newer >"$work/newer"
changes=$(diff <(catalog sketch_older) "$work/newer" | grep -c '^[<>]')
if ((changes > 100)); then ok "it differs"; else not_ok "it differs" "$changes lines"; fi
is "an upgrade script is made" "$(sql/upgrade "$work/older.sql" "$newer" 2>&1 >"$work/upgrade.sql")" ""
for change in 'CREATE OR REPLACE FUNCTION' 'CREATE OR REPLACE AGGREGATE' 'ALTER OPERATOR <' 'ALTER OPERATOR FAMILY' 'ALTER TYPE' 'DROP CAST' \
  'CREATE TYPE sketch_req' 'CREATE OPERATOR CLASS' 'COMMENT ON CAST (sketch_hll AS bytea) IS NULL' 'COMMENT ON TYPE sketch_theta'; do
  if grep -qF "$change" "$work/upgrade.sql"; then ok "it has $change"; else not_ok "it has $change"; fi
done
is "the upgrade script is run" "$(load sketch_older "$work/upgrade.sql" | grep ERROR)" ""
is "what it makes is what the install script makes" "$(diff <(catalog sketch_older) "$work/newer" | head -n 20)" ""

is "nothing is to be done for the same script" "$(sql/upgrade "$newer" "$newer" | grep -vcE '^(--|\\echo|$)')" 0

# refused NAME WHAT EDIT: an edit that no script can undo is reported by name.
refused() {
  perl -0pe "$3" "$newer" >"$work/older.sql"
  if said=$(sql/upgrade "$work/older.sql" "$newer" 2>&1 >"$work/upgrade.sql"); then
    not_ok "$1" "it made a script"
  elif [[ $said == *"$2"* && ! -s $work/upgrade.sql ]]; then
    ok "$1"
  else
    not_ok "$1" "$said"
  fi
}
refused "a function that is gone" "function sketch_gone(integer) is gone" \
  '$_ .= "CREATE FUNCTION sketch_gone(integer) RETURNS integer AS \x27x\x27 LANGUAGE internal;\n"'
refused "a function that returns something else" "sketch_version() returned integer, and returns text" \
  's/(FUNCTION sketch_version\(\) RETURNS) text/$1 integer/'
refused "a type of another size" "type sketch_hll can" 's/(CREATE TYPE sketch_hll \([^;]*ALIGNMENT = )\w+/$1char/'
refused "an operator of another function" "operator < (sketch_hll, sketch_hll) can" 's/_sketch_hll_lt,/_sketch_hll_le,/'
refused "a kind of statement that it doesn't know" "it has no rule for: GRANT" '$_ .= "GRANT ALL ON SCHEMA public TO public;\n"'
exit $status

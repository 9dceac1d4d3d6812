#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Each released version, installed and used, is brought to this one by ALTER EXTENSION ... UPDATE: its objects work with
# today's library before, stored sketches read and answer the same after, and the catalogs are those of a fresh install.
set -uo pipefail

work=$(mktemp -d)
old=sketch_upgrade_old
new=sketch_upgrade_new
trap 'rm -rf "$work"; for d in $old $new; do dropdb --if-exists --force $d 2>/dev/null; done' EXIT
run() { psql -qXAt -v ON_ERROR_STOP=1 "$@"; }
status=0

# is NAME: what $work/got and $work/want hold is the same. What differs is shown by the name in its first column.
is() {
  if [[ -s $work/want ]] && diff "$work/want" "$work/got" >"$work/diff"; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    sed -nE 's/^</# missing or different: /p; s/^>/# unexpected or different: /p' "$work/diff" | cut -f 1 | head -n 40
    status=1
  fi
}

if (cd sql/releases && sha256sum --quiet -c SHA256SUMS) && [[ $(wc -l <sql/releases/SHA256SUMS) == $(ls sql/releases/*.sql | wc -l) ]]; then
  echo "ok - what was released is as it was released"
else
  echo "not ok - what was released is as it was released"
  status=1
fi

# Every object of the extension and what belongs to it (rows of operator classes, array types), with every attribute that
# the catalog has, OIDs as names; beside them comments, privileges and dependencies, of which one is the membership.
catalog() {
  run -d "$1" <<'SQL'
CREATE FUNCTION pg_temp.name_of(class oid, object oid) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE object WHEN 0 THEN '-' ELSE (SELECT concat_ws(' ', type, identity) FROM pg_identify_object(class, object, 0)) END $$;
-- The columns of a catalog as expressions: those with OIDs by what they refer to, trees of expressions (which have
-- OIDs within) as what they are written as.
CREATE FUNCTION pg_temp.columns_of(class oid) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(format('%L, %s', attname, CASE
    WHEN pktable IS NULL AND atttypid = 'pg_node_tree'::regtype AND class = 'pg_proc'::regclass
      THEN 'pg_get_function_arguments(oid) || pg_get_function_sqlbody(oid)'
    WHEN pktable IS NULL THEN attname::text
    WHEN is_array THEN format('ARRAY(SELECT pg_temp.name_of(%s, o) FROM unnest(%s::oid[]) o)', pktable::oid, attname)
    ELSE format('pg_temp.name_of(%s, %s)', pktable::oid, attname) END), ', ' ORDER BY attnum)
  FROM pg_attribute LEFT JOIN pg_get_catalog_foreign_keys() ON fktable = attrelid AND fkcols = ARRAY[attname::text]
  WHERE attrelid = class AND attnum > 0 AND attname <> 'oid'
$$;
CREATE FUNCTION pg_temp.row_of(class oid, object oid, key name DEFAULT 'oid') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found text;
BEGIN
  EXECUTE format('SELECT json_build_object(%s) FROM %s WHERE %I = $1', pg_temp.columns_of(class), class::regclass, key) INTO found USING object;
  RETURN found;
END
$$;
WITH RECURSIVE object(class, id) AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')
  UNION
  SELECT classid, objid FROM pg_depend JOIN object ON refclassid = class AND refobjid = id WHERE deptype IN ('i', 'a')
)
SELECT concat_ws(E'\t', pg_temp.name_of(class, id), pg_temp.row_of(class, id),
    CASE WHEN class = 'pg_proc'::regclass THEN pg_temp.row_of('pg_aggregate'::regclass, id, 'aggfnoid') END,
    obj_description(id, class::regclass::name),
    (SELECT string_agg(concat_ws(' ', privtype, initprivs), ', ') FROM pg_init_privs WHERE classoid = class AND objoid = id),
    (SELECT string_agg(concat_ws(' ', deptype, pg_temp.name_of(refclassid, refobjid)), ', ' ORDER BY deptype, pg_temp.name_of(refclassid, refobjid))
     FROM pg_depend WHERE classid = class AND objid = id))
FROM object ORDER BY 1;
SELECT concat_ws(' ', extname, extversion, extrelocatable) FROM pg_extension WHERE extname = 'sketch';
SQL
}

dropdb --if-exists --force "$new" 2>/dev/null
createdb "$new" && run -d "$new" -c 'CREATE EXTENSION sketch' && catalog "$new" >"$work/fresh" || exit 1
for script in sql/releases/sketch--*.sql; do
  version=${script#*--}
  version=${version%.sql}
  dropdb --if-exists --force "$old" 2>/dev/null
  # In sessions of their own: what a session has cached of the old version must not help.
  createdb "$old" && run -d "$old" -c "CREATE EXTENSION sketch VERSION '$version'" -f test/support/stored.sql || exit 1
  run -d "$old" -c 'SELECT fingerprint()' >"$work/before" || exit 1
  if run -d "$old" -c 'ALTER EXTENSION sketch UPDATE'; then
    echo "ok - $version is updated"
  else
    echo "not ok - $version is updated"
    status=1
  fi
  catalog "$old" >"$work/got"
  cp "$work/fresh" "$work/want"
  is "$version, updated, has the catalogs of a fresh install ($(wc -l <"$work/fresh") objects)"
  run -d "$old" -c 'SELECT fingerprint()' >"$work/got"
  # New functions of one sketch give answers that there were not before.
  cut -d ' ' -f 1,2 "$work/before" | grep -Fwf - "$work/got" >"$work/known"
  mv "$work/known" "$work/got"
  cp "$work/before" "$work/want"
  is "$version, updated, reads and answers the same ($(wc -l <"$work/before") answers)"
done
exit $status

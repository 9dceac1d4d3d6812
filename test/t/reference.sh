#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Every type, aggregate, function and operator that the extension gives its users is in README.md's
# reference, and has a COMMENT for \d+. What only PostgreSQL calls (type I/O, the steps of
# aggregates, support of indexes and the planner) is left out.
set -uo pipefail

database=sketch_reference
members=$(mktemp)
trap 'rm -f "$members"; dropdb --if-exists --force "$database" 2>/dev/null' EXIT
createdb "$database" && psql -qX -d "$database" -c 'CREATE EXTENSION sketch' || exit 1

psql -qXAt -F ' ' -v ON_ERROR_STOP=1 -d "$database" >"$members" <<'SQL' || exit 1
WITH member AS (
  SELECT classid, objid FROM pg_depend
  WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
    AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')
), internal AS (
  SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend]::oid[]) FROM pg_type
  UNION SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn,
                            aggmtransfn, aggminvtransfn, aggmfinalfn]::oid[]) FROM pg_aggregate
  UNION SELECT prosupport FROM pg_proc
  UNION SELECT amproc FROM pg_amproc
  UNION SELECT castfunc FROM pg_cast
  UNION SELECT oprcode FROM pg_operator JOIN pg_amop ON amopopr IN (pg_operator.oid, oprnegate)
)
SELECT 'type', t.typname, bool_and(obj_description(t.oid, 'pg_type') IS NOT NULL)
FROM member JOIN pg_type t ON classid = 'pg_type'::regclass AND objid = t.oid
WHERE t.typelem = 0 OR t.typlen <> -1 GROUP BY 2
UNION ALL
SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END, p.proname,
       bool_and(obj_description(p.oid, 'pg_proc') IS NOT NULL)
FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid
WHERE p.oid NOT IN (SELECT * FROM internal) AND p.proname NOT LIKE '%\_transition' GROUP BY 1, 2
UNION ALL
SELECT 'operator', o.oprname, bool_and(coalesce(obj_description(o.oid, 'pg_operator'),
                                              obj_description(o.oprcode, 'pg_proc')) IS NOT NULL)
FROM member JOIN pg_operator o ON classid = 'pg_operator'::regclass AND objid = o.oid GROUP BY 2
ORDER BY 1, 2;
SQL

status=0
check() {
  if eval "$2"; then echo "ok - $1"; else echo "not ok - $1"; status=1; fi
}
reference=$(awk '/^## /{ inside = /^## Reference/ } inside' README.md)
while read -r kind name commented; do
  check "$kind $name is in the reference of README.md" \
    'grep -qF -e "\`$name\`" -e "\`$name(" -e " $name " -e "\`$name " <<<"$reference"'
  check "$kind $name has a comment" '[[ $commented == t ]]'
done <"$members"
exit $status

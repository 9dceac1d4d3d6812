#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Compares docs/reference with the catalog. Every public function and aggregate of the extension is
# on one page, with the right number of arguments, and no page has others; the same for types,
# operators and settings. Each has a COMMENT for \d+. Functions for PostgreSQL alone begin with an
# underscore, which test/sql/extension.sql checks, and are left out. test/reference.pl does the
# comparison.
set -uo pipefail
. test/tap.sh

members=$(mktemp)
own_database sketch_reference || exit 1
trap 'rm -f "$members"; dropdb --if-exists --force sketch_reference 2>/dev/null' EXIT
sql 'CREATE EXTENSION sketch' || exit 1

# A function belongs to the type of sketch that it takes or, failing that, returns; all others to
# none (-).
psql -qXAt -F ' ' -v ON_ERROR_STOP=1 >"$members" <<'SQL' || exit 1
SELECT FROM sketch_version();  -- loads the library, for its settings
WITH member AS (
  SELECT classid, objid FROM pg_depend
  WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
    AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sketch')
), type AS (
  SELECT t.oid, typname, typarray FROM member JOIN pg_type t ON classid = 'pg_type'::regclass AND objid = t.oid
  WHERE t.typelem = 0 OR t.typlen <> -1
), function AS (
  SELECT p.*, coalesce(
      (SELECT CASE typname WHEN 'sketch_draw' THEN 'sample' ELSE substr(typname, 8) END
       FROM unnest(proargtypes::oid[] || prorettype) WITH ORDINALITY a(argument, i) JOIN type ON argument IN (oid, typarray)
       WHERE typname NOT IN ('sketch_literal', 'sketch_estimate') ORDER BY i LIMIT 1), '-') AS home,
    pronargs + CASE aggkind WHEN 'o' THEN aggnumdirectargs - pronargs ELSE 0 END AS arguments
  FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND objid = p.oid LEFT JOIN pg_aggregate ON aggfnoid = p.oid
  WHERE proname NOT LIKE '\_%'
)
SELECT 'type', substr(typname, 8), '-', 0, 0, obj_description(oid, 'pg_type') IS NOT NULL FROM type
UNION ALL
SELECT 'function', proname, home, arguments - pronargdefaults, arguments, bool_and(obj_description(oid, 'pg_proc') IS NOT NULL)
FROM function GROUP BY 2, 3, 4, 5
UNION ALL
SELECT 'operator', oprname, '-', 0, 0, bool_and(coalesce(obj_description(o.oid, 'pg_operator'), obj_description(oprcode, 'pg_proc')) IS NOT NULL)
FROM member JOIN pg_operator o ON classid = 'pg_operator'::regclass AND objid = o.oid GROUP BY 2
UNION ALL
SELECT 'setting', name, '-', 0, 0, short_desc <> '' FROM pg_settings WHERE name LIKE 'sketch.%'
ORDER BY 1, 2, 3, 4, 5;
SQL

perl test/reference.pl "$members" || status=1
exit $status

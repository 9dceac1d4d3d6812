# SPDX-License-Identifier: PostgreSQL
#
# Makes the install script: awk -f sql/expand.awk src/pg/value_types.def sql/[0-9]*.sql
# What stands between `-- @each value type` and `-- @end` is repeated for each line of the table, with
# @name@ and @type@ replaced by the type's C and SQL names; after the table's types comes anyelement, whose
# C name is any.

function repeat(name, type,    text) {
  text = block
  gsub(/@name@/, name, text)
  gsub(/@type@/, type, text)
  printf "%s", text
}

FNR == NR {
  if ($0 !~ /^SKETCH_VALUE_TYPE\(/) next
  line = $0
  gsub(/^SKETCH_VALUE_TYPE\(|\)$/, "", line)
  split(line, field, /, */)
  names[++types] = field[1]
  sql_names[types] = field[2]
  next
}

/^-- SPDX-License-Identifier/ { next }
/^-- @each value type/ { inside = 1; block = ""; next }
/^-- @end/ {
  for (i = 1; i <= types; i++) repeat(names[i], sql_names[i])
  repeat("any", "anyelement")
  inside = 0
  next
}
inside { block = block $0 "\n"; next }
{ print }

END {
  if (inside) { print "sql/expand.awk: -- @each without -- @end" > "/dev/stderr"; exit 1 }
  if (!types) { print "sql/expand.awk: no value types" > "/dev/stderr"; exit 1 }
}

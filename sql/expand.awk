# SPDX-License-Identifier: PostgreSQL
#
# Makes the install script: awk -f sql/expand.awk src/pg/*/*.def sql/[0-9]*.sql
#
# The lines between `-- @each ...` and `-- @end` are repeated, each time with these words replaced:
#
#   -- @each value type        for each line of value/types.def, then for anyelement:
#                              @name@ and @type@ are the type's C and SQL names (any and anyelement)
#   -- @each quantile type     the same for the lines of value/quantile_types.def
#   -- @each number type       the same for those of them that are numbers
#   -- @each of a b c          for the words a, b and c: @name@
#   -- @each family            for each line of types/families.def: @name@ is the type, such as sketch_hll
#   -- @each quantile family   the same for families of this kind
#   -- @each adding family     the same for families with sketch_add(sketch, value): @adding@ and @adding_literal@ are its
#                              volatility for a value and for a literal
#   -- @each type for a:quantile:k:integer ...
#                              for each family a and each line of its table (quantile or number): @name@ and @type@ as
#                              above; @family@, @parameter@ and @of@ are the family, its parameter and that one's type
#   -- @each answer for a:double_precision b:numeric:k ...
#                              for each family: @family@, @answer@ and @of@ are the parts between colons
#
# In types an underscore stands for a space, unless the type's name begins with sketch_. Within any of these,
# `-- @each weight` ... `-- @end weight` repeats lines for the types of a weight: @weight@ and @weight_name@ are its SQL and
# C names.

function repeat(name, type, adding,    text) {
  text = block
  gsub(/@adding@/, adding, text)
  gsub(/@adding_literal@/, adding == "VOLATILE" ? adding : "STABLE", text)
  gsub(/@name@/, name, text)
  gsub(/@type@/, type, text)
  printf "%s", text
}

function add_family(table, name, volatility) {
  names[table, ++types[table]] = "sketch_" name
  adding[table, types[table]] = volatility
}

BEGIN {
  split("bigint,numeric,double precision", weight_types, ",")
  split("bigint,numeric,float8", weight_names, ",")
}

FILENAME ~ /families\.def$/ {
  if (split($0, field, /[(,)] */) < 4 || field[1] != "SKETCH_FAMILY") next
  add_family("family", field[2], field[4])
  add_family(field[3] " family", field[2], field[4])
  if (field[4] != "none") add_family("adding family", field[2], field[4])
  next
}
FILENAME ~ /\.def$/ {
  if (!match($0, /^SKETCH_[A-Z]+_TYPE\(/)) next
  table = tolower(substr($0, 8, RLENGTH - 13))
  line = substr($0, RLENGTH + 1)
  split(line, field, /[,)] */)
  types[table]++
  names[table, types[table]] = field[1]
  sql_names[table, types[table]] = field[2]
  # Types that are numbers also go into a table of their own.
  if (table == "quantile" && field[4] ~ /^(bigint|float8)$/) {
    names["number", ++types["number"]] = field[1]
    sql_names["number", types["number"]] = field[2]
  }
  next
}

/^-- SPDX-License-Identifier/ { next }
/^-- @each [a-z]+ type/ {
  inside = $3
  block = ""
  if (!types[inside]) { print "sql/expand.awk: no types of " inside > "/dev/stderr"; failed = 1; exit }
  next
}
/^-- @each ([a-z]+ )?family/ {
  inside = substr($0, 10)
  block = ""
  if (!types[inside]) { print "sql/expand.awk: there is no " inside > "/dev/stderr"; failed = 1; exit }
  next
}
/^-- @each of / {
  inside = "of"
  block = ""
  types[inside] = split($0, words) - 3
  for (i = 1; i <= types[inside]; i++) names[inside, i] = words[i + 3]
  next
}
/^-- @each type for / {
  inside = "for"
  block = ""
  families = split($0, words) - 4
  for (i = 1; i <= families; i++) family[i] = words[i + 4]
  next
}
/^-- @each answer for / {
  inside = "answer"
  block = ""
  families = split($0, words) - 4
  for (i = 1; i <= families; i++) family[i] = words[i + 4]
  next
}
inside && /^-- @each weight/ {
  outer = block
  block = ""
  next
}
/^-- @end weight/ {
  inner = block
  block = outer
  for (i = 1; i <= 3; i++) {
    text = inner
    gsub(/@weight@/, weight_types[i], text)
    gsub(/@weight_name@/, weight_names[i], text)
    block = block text
  }
  next
}
/^-- @end/ && inside == "answer" {
  whole = block
  for (i = 1; i <= families; i++) {
    split(family[i], field, ":")
    if (field[2] !~ /^sketch_/) gsub(/_/, " ", field[2])
    block = whole
    gsub(/@family@/, field[1], block)
    gsub(/@answer@/, field[2], block)
    gsub(/@of@/, field[3], block)
    printf "%s", block
  }
  inside = ""
  next
}
/^-- @end/ && inside == "for" {
  whole = block
  for (i = 1; i <= families; i++) {
    split(family[i], field, ":")
    gsub(/_/, " ", field[4])
    block = whole
    gsub(/@family@/, field[1], block)
    gsub(/@parameter@/, field[3], block)
    gsub(/@of@/, field[4], block)
    for (j = 1; j <= types[field[2]]; j++) repeat(names[field[2], j], sql_names[field[2], j])
  }
  inside = ""
  next
}
/^-- @end/ {
  for (i = 1; i <= types[inside]; i++) repeat(names[inside, i], sql_names[inside, i], adding[inside, i])
  if (inside == "value") repeat("any", "anyelement")
  inside = ""
  next
}
inside { block = block $0 "\n"; next }
{ print }

END {
  if (failed) exit 1
  if (inside) { print "sql/expand.awk: -- @each without -- @end" > "/dev/stderr"; exit 1 }
}

# SPDX-License-Identifier: PostgreSQL
#
# Reads Debian's package index (apt-cache dumpavail) and writes two files for COPY:
#   packages   name, version, maintainer, section, architecture, installed size, download size
#   relations  package, section, kind, target: one row for each package that another one names, one
#              for each alternative ("a | b"), without version and architecture
# Usage: awk -v packages=FILE -v relations=FILE -f packages.awk

BEGIN {
  OFS = "\t"
  kind["Depends"] = "depends"
  kind["Pre-Depends"] = "depends"
  kind["Recommends"] = "recommends"
  kind["Suggests"] = "suggests"
  kind["Enhances"] = "enhances"
  kind["Breaks"] = "breaks"
  kind["Conflicts"] = "conflicts"
  kind["Replaces"] = "replaces"
  kind["Provides"] = "provides"
}

function copy_text(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/\t/, " ", text)
  return text
}

function copy_number(text) { return text == "" ? "\\N" : text }

# The section follows the dependencies, so a package's rows are written at the end of its paragraph.
function finish(    i) {
  if (field["Package"] == "") return
  print copy_text(field["Package"]), copy_text(field["Version"]), copy_text(field["Maintainer"]),
        field["Section"], field["Architecture"], copy_number(field["Installed-Size"]),
        copy_number(field["Size"]) > packages
  for (i = 1; i <= waiting; i++)
    print field["Package"], field["Section"], target_kind[i], target[i] > relations
  split("", field)
  waiting = 0
}

function name_targets(kind_name, list,    names, n, i) {
  gsub(/ *\([^)]*\)/, "", list)
  n = split(list, names, / *[,|] */)
  for (i = 1; i <= n; i++) {
    sub(/:.*/, "", names[i])
    gsub(/ /, "", names[i])
    if (names[i] == "") continue
    target_kind[++waiting] = kind_name
    target[waiting] = names[i]
  }
}

/^$/ { finish(); next }
/^[^ ]+: / {
  colon = index($0, ":")
  name = substr($0, 1, colon - 1)
  value = substr($0, colon + 2)
  if (name in kind) name_targets(kind[name], value)
  else field[name] = value
}
END { finish() }

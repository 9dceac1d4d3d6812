# SPDX-License-Identifier: PostgreSQL
#
# Reads the figures (name, value, unit; a name once a round), then the goals. Prints the goals with
# what was reached, and writes all figures as JSON and the table as Markdown.

BEGIN { FS = "\t" }

function median(name,    n, i, j, list, swap) {
  n = split(values[name], list, " ")
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && list[j - 1] + 0 > list[j] + 0; j--) {
      swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap
    }
  smallest = list[1]
  return n % 2 ? list[(n + 1) / 2] + 0 : (list[n / 2] + list[n / 2 + 1]) / 2
}

function shown(value, unit) {
  if (unit == "b") return sprintf("%.3f", value)
  if (unit == "x") return sprintf("%.2f x", value)
  if (unit == "ns" && value >= 1000) return sprintf("%.2f us", value / 1000)
  if (unit == "ns") return sprintf(value < 10 ? "%.2f ns" : "%.0f ns", value)
  return sprintf("%d %s", value, unit)
}

# The figure as it is, or as a multiple of another one: the two of each round divided, for their rounds
# ran side by side, and then the median.
function figure(name, base,    n, i, a, b, ratios) {
  if (base == "-") return median(name)
  n = split(values[name], a, " ")
  if (n != split(values[base], b, " ")) return median(name) / median(base)
  for (i = 1; i <= n; i++) ratios = ratios " " a[i] / b[i]
  values["ratio"] = ratios
  return median("ratio")
}

FNR == NR {
  if (!($1 in values)) order[++names] = $1
  values[$1] = values[$1] " " $2
  unit_of[$1] = $3
  next
}

FNR == 1 {
  head = sprintf("%-42s %12s %12s %-5s %s", "what", "measured", "goal", "", "rival")
  print head
  print "| what | measured | goal | rival |" > markdown
  print "| --- | ---: | ---: | --- |" > markdown
}

/^#/ || NF == 0 { next }

{
  rival = ""
  if ($6 in values) rival = shown(figure($6, $3), $5) " (" $7 ")"
  else if ($6 != "-") rival = "not done in two minutes (" $7 ")"
  if (!($2 in values)) {
    reached = "-"
    mark = "?"
  } else {
    value = figure($2, $3)
    reached = shown(value, $5)
    mark = value <= $4 + 0 ? "pass" : "FAIL"
    if (mark == "FAIL") missed++
  }
  printf "%-42s %12s %12s %-5s %s\n", $1, reached, "<= " shown($4, $5), mark, rival
  printf "| %s | %s | %s | %s |\n", $1, reached, "<= " shown($4, $5), rival > markdown
}

END {
  printf "{\n  \"mode\": \"%s\",\n  \"rows\": %d,\n  \"server\": \"%s\",\n  \"figures\": {\n", mode, rows,
         version > json
  for (i = 1; i <= names; i++) {
    middle = median(order[i])
    printf "    \"%s\": { \"median\": %s, \"minimum\": %s, \"unit\": \"%s\" }%s\n", order[i], middle,
           smallest, unit_of[order[i]], (i < names ? "," : "") > json
  }
  print "  }\n}" > json
  printf "\n%d of the goals missed.\n", missed
}

# SPDX-License-Identifier: PostgreSQL
#
# Turns Google Benchmark's JSON into lines of name, value and unit, one for each repetition.

function text(line) { sub(/^[^:]*: *"/, "", line); sub(/",?$/, "", line); return line }
function number(line) { sub(/^[^:]*: */, "", line); sub(/,$/, "", line); return line + 0 }

/^ *"name":/ { name = text($0); items = 0; value = ""; kind = "" }
/^ *"run_type":/ { kind = text($0) }
/^ *"cpu_time":/ { cpu = number($0) }
/^ *"time_unit":/ { unit = text($0) }
/^ *"value":/ { value = number($0) }
/^ *"items_per_second":/ { items = number($0) }
/^ *}/ {
  if (kind == "iteration") {
    sub(/\/iterations:1$/, "", name)
    sub(/\/repeats:[0-9]+$/, "", name)
    if (value != "") printf "micro.%s\t%.4f\tb\n", name, value
    else printf "micro.%s\t%.3f\t%s\n", name, cpu, unit
    # Benchmarks of batches count items; the time for one item is what matters.
    if (items > 0) printf "micro.%s.item\t%.3f\tns\n", name, 1e9 / items
  }
  kind = ""
}
